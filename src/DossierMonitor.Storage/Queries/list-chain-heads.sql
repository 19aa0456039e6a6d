select s.name, (select count(*) from event_log c where c.source_id = s.id and c.seq <= e.seq) as events, e.chain, e.recorded
from source s join event_log e on e.seq = (select max(l.seq) from event_log l where l.source_id = s.id and l.recorded <= @at)
order by s.name
