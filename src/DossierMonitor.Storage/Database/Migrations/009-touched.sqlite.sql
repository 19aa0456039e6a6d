-- As in PostgreSQL, whose script says what it is for: this engine leaves the table empty.
alter table tally_pending add column dossiers blob
