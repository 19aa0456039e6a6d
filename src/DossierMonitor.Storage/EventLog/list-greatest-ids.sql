select name, greatest_id from source where greatest_id is not null
