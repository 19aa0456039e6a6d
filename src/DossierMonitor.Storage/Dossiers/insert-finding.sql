insert into dossier_finding (dossier_id, finding, since, until) values (@p0, @p1, @p2, @p3)
