insert into signing_secret (source, secret, created_at) values (@p0, @p1, @p2)
