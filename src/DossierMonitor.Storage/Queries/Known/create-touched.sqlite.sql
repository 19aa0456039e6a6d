create temp table touched (id integer primary key)
