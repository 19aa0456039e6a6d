insert into tally_pending (seq, changes, marks, dossiers) values (@p0, @p1, @p2, @p3)
