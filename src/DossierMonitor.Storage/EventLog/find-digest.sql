select digest from event_log where source_id = @p0 and event_id = @p1
