-- grain: none: drops snapshots of one Iceberg table that are past their age, and files that none needs
vacuum {{database}}.{{table}}
