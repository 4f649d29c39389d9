-- grain: none: holds all relations
create database if not exists {{database}}
