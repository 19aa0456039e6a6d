update access_key set revoked_at = @p1 where prefix = @p0 and revoked_at is null
