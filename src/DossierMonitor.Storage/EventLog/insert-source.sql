insert into source (id, name, head, events) select coalesce(max(id), 0) + 1, @p0, @p1, 0 from source
