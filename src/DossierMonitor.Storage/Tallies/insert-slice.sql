insert into slice (unit_id, procedure, field, channel) values (@p0, @p1, @p2, @p3)
