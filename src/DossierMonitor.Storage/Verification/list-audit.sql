select id, at, actor, action, subject, details, chain from audit order by id
