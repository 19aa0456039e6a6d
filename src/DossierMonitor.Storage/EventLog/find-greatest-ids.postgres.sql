select name, greatest_id from source where name = any (@p0) and greatest_id is not null
