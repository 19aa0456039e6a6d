select recorded from event_log order by seq desc limit 1
