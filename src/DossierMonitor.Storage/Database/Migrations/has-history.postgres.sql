select count(*) from pg_class where oid = to_regclass('schema_history')
