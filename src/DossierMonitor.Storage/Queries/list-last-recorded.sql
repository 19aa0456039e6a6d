select name, last_recorded from source where last_recorded is not null order by name
