-- Of which dossiers a transaction stored events (TouchedDossiers.cs): a replica whose turn comes need not go through the log for what others
-- have changed. Null = a program of an earlier version wrote the row.
alter table tally_pending add column dossiers bytea;
alter table tally_pending alter column dossiers set storage external
