insert into audit (id, at, actor, action, subject, details, chain) select coalesce(max(id), 0) + 1, @p0, @p1, @p2, @p3, @p4, @p5 from audit
