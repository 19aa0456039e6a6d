insert into unit_ref (id, code, valid_from) select coalesce(max(id), 0) + 1, @p0, @p1 from unit_ref
