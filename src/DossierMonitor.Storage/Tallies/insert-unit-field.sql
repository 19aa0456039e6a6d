insert into unit_field (id, unit_id, field) select coalesce(max(id), 0) + 1, @p0, @p1 from unit_field
