-- A dossier's row is written again with each of its events, and becomes longer: where its page has room for that, no index is touched.
alter table dossier set (fillfactor = 50)
