insert into unit_ref (id, code, valid_from) values (@p0, @p1, @p2)
