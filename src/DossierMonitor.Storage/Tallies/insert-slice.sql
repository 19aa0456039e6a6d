insert into slice (id, unit_id, procedure, field, channel) select coalesce(max(id), 0) + 1, @p0, @p1, @p2, @p3 from slice
