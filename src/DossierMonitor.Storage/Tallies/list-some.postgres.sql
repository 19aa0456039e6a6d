select slice_id, counts from {table} where slice_id = any (@p0)
