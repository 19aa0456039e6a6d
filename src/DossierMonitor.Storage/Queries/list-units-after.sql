select id, code, valid_from from unit_ref where id > @p0 order by id
