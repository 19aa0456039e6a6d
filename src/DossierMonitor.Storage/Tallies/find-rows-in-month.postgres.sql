select t.month, t.slice_id, t.counts from unnest(@p0, @p1) as k (month, slice_id) join {table} t on t.month = k.month and t.slice_id = k.slice_id
