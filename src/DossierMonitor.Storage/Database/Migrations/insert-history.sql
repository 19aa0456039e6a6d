insert into schema_history (version, checksum, applied_at) values (@version, @checksum, @at)
