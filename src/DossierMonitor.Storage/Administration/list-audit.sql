select id, at, actor, action, subject, details, chain from audit where id > @p0 order by id limit @p1
