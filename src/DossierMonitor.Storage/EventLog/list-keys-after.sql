select e.seq, s.name, e.event_id from event_log e join source s on s.id = e.source_id where e.seq > @p0 order by e.seq
