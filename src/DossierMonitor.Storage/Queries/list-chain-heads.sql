-- Backwards from the newest event, and counted from the total down: a head is asked for at or near the end of the log. The
-- unary plus keeps the planner from the index on (source_id, event_id), which would visit every event of the source.
select s.name, s.events - (select count(*) from event_log c where c.seq > e.seq and +c.source_id = s.id) as events, e.chain, e.recorded
from source s join event_log e on e.seq = (select l.seq from event_log l where +l.source_id = s.id and l.recorded <= @at order by l.seq desc limit 1)
order by s.name
