-- As in PostgreSQL, whose script says what it is for. The one writer of this engine leaves it empty: it adds to the tallies at once.
create table tally_pending (seq integer primary key, changes integer not null, marks blob not null)
