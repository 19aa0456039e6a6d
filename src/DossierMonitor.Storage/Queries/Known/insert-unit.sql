insert into temp.known_unit (id, code, valid_from) values (@p0, @p1, @p2)
