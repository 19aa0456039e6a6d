select 0::bigint, t.slice_id, t.counts from {table} t where t.slice_id = any (@p0)
