select s.name, e.event_id, max(e.seq) from event_log e join source s on s.id = e.source_id group by s.name, e.event_id having count(*) > 1 limit 1
