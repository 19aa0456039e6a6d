insert into signing_secret (id, source, secret, created_at) select coalesce(max(id), 0) + 1, @p0, @p1, @p2 from signing_secret
