insert into dossier (id, code, events) values (@p0, @p1, @p2)
