insert into {table} (slice_id, counts) values (@p0, @p1) on conflict (slice_id) do update set counts = excluded.counts
