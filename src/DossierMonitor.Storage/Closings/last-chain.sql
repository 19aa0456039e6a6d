select chain from closing order by id desc limit 1
