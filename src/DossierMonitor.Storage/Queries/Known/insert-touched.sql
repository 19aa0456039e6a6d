insert into temp.touched (id) values (@p0)
