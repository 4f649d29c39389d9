-- grain: none: writes the small files of one Iceberg table together
optimize {{database}}.{{table}} rewrite data using bin_pack
