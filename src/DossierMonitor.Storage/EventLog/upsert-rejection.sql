-- "where true" tells SQLite that "on" begins the conflict clause, not a join's.
insert into rejection (id, fingerprint, first_at, last_at, times, source, event_id, event_type, subject, status, reasons, event)
select coalesce(max(id), 0) + 1, @p0, @p1, @p1, 1, @p2, @p3, @p4, @p5, @p6, @p7, @p8 from rejection where true
on conflict (fingerprint) do update set last_at = excluded.last_at, times = rejection.times + 1
