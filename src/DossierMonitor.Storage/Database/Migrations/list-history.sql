select version, checksum from schema_history order by version
