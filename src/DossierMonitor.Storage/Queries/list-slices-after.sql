select id, unit_id, procedure, field, channel from slice where id > @p0 order by id
