select e.dossier_id, e.type, e.time, e.recorded, e.event_id, s.name, e.unit, e.procedure, e.field, e.due_at, e.channel, e.holder, e.step_due_at, e.document, e.target_event_id
from event_log e join source s on s.id = e.source_id where e.seq = @p0
