select chain from audit order by id desc limit 1
