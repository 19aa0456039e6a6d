update signing_secret set revoked_at = @p1 where id = @p0
