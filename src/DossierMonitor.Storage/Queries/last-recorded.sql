select max(recorded) from event_log
