insert into stretch_day (day, unit_id, dossier_id) values (@p0, @p1, @p2)
