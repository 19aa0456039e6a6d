delete from {table} where slice_id = any (@p0)
