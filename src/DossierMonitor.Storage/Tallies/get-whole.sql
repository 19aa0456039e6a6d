select counts from {table} where slice_id = @p0
