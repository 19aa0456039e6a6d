insert into unit_field (unit_id, field) values (@p0, @p1)
