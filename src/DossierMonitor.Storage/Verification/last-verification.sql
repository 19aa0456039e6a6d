select finished_at as FinishedAt, events as Events, difference as Difference from verification order by id desc limit 1
