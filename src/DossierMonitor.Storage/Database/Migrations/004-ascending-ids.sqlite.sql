-- The greatest id of each source's events, byte by byte. An id beyond it is a new one: portals that number their events in the order
-- of time (UUIDv7) need no search through the index of ids.
alter table source add column greatest_id text;
update source set greatest_id = latest.id
from (select source_id, max(event_id) as id from event_log group by source_id) latest
where latest.source_id = source.id;
