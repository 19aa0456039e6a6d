insert into unit_field (id, unit_id, field) values (@p0, @p1, @p2)
