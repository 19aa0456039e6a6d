select event_id, time from event_log where seq > @p0 and source_id = @p1 and time between @p2 and @p3
