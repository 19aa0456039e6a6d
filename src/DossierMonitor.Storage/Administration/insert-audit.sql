insert into audit (at, actor, action, subject, details, chain) values (@p0, @p1, @p2, @p3, @p4, @p5)
