create temp table touched (id bigint primary key)
