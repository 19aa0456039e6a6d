create table schema_history (version integer primary key, checksum text not null, applied_at integer not null)
