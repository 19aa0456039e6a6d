select id, unit_id, field from unit_field where id > @p0 order by id
