insert into unit_ref (code, valid_from) values (@p0, @p1)
