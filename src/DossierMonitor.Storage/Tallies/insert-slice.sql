insert into slice (id, unit_id, procedure, field, channel) values (@p0, @p1, @p2, @p3, @p4)
