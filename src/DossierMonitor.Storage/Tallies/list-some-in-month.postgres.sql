select slice_id, counts from {table} where month = @p0 and slice_id = any (@p1)
