select k.source, k.id, e.digest
from unnest(@p0, @p1) as k (source, id) join source s on s.name = k.source join event_log e on e.source_id = s.id and e.event_id = k.id
