insert into {table} (month, slice_id, counts) values (@p0, @p1, @p2) on conflict (month, slice_id) do update set counts = excluded.counts
