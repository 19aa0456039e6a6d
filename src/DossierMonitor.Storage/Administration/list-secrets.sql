select id, source, secret, created_at, revoked_at from signing_secret order by id
