-- What transactions have changed in the tallies and is not added to them yet: one row for each transaction, which nobody else writes,
-- in place of hundreds of rows that every transaction writes again. Whoever reads the tallies adds what is pending; the writers add it
-- to the tables once it is much, or when nothing else is to be done. seq = the last event of the transaction, changes = how many counts
-- it changes, marks = which (PendingChanges.cs).
create table tally_pending (seq bigint primary key, changes bigint not null, marks bytea not null);

-- Small numbers of one byte each: to compress them takes longer than to write them.
alter table tally_pending alter column marks set storage external
