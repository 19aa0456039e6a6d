update source as s set greatest_id = latest.id
from (select source_id, max(event_id) as id from event_log group by source_id) latest
where latest.source_id = s.id
