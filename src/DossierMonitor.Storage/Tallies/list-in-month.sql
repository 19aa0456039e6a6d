select slice_id, counts from {table} where month = @p0
