insert into working_day (day, ordinal) values (@p0, @p1)
