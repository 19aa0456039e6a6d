select name, events, last_recorded from source order by name
