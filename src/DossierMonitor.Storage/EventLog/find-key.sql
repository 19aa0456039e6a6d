select seq from event_key where key = @p0
