select source_id, event_id, digest from event_log where seq = @p0
