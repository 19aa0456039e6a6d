select seq, dossiers from tally_pending where seq > @p0 order by seq
