insert into access_key (prefix, digest, name, source, scopes, unit, created_at, expires_at) values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
