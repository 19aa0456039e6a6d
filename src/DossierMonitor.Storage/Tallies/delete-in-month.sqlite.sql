delete from {table} where month = @p0 and slice_id = @p1
