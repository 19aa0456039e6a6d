insert into event_key (key, seq) values (@p0, @p1)
