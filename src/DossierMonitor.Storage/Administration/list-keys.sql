select prefix, digest, name, source, scopes, unit, created_at, expires_at, revoked_at from access_key order by created_at, prefix
