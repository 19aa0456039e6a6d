delete from {table} t using unnest(@p0, @p1) as k (month, slice_id) where t.month = k.month and t.slice_id = k.slice_id
