select recorded from event_log where seq = @p0
