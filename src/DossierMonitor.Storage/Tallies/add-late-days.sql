insert into tally_late_days (slice_id, day, basis, days, finishes) values (@p0, @p1, @p2, @p3, @p4)
on conflict (slice_id, day, basis, days) do update set finishes = tally_late_days.finishes + excluded.finishes
