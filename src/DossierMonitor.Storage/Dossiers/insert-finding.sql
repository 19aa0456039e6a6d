insert into dossier_finding (dossier_id, finding, found_at) values (@p0, @p1, @p2)
