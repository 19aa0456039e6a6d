delete from {table} where slice_id = @p0
