select s.name, e.event_id, e.digest from event_log e join source s on s.id = e.source_id where e.seq = @p0
