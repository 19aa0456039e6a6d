create table schema_history (version bigint primary key, checksum text collate "C" not null, applied_at bigint not null)
