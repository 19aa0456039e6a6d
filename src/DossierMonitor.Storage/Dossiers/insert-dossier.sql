insert into dossier (code) values (@p0)
