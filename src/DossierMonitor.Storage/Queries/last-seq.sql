select max(seq) from event_log
