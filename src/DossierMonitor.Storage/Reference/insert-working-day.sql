insert into working_day (version, day, ordinal) values (@p0, @p1, @p2)
