insert into source (id, name) select coalesce(max(id), 0) + 1, @p0 from source
