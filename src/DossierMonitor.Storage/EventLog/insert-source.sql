insert into source (name) values (@p0)
