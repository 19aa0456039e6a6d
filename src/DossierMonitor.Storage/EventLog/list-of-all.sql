select e.type, e.time, e.recorded, e.event_id, s.name, e.unit, e.procedure, e.field, e.due_at, e.channel, e.holder, e.step_due_at, e.document, e.target_event_id, d.id, d.code
from event_log e join source s on s.id = e.source_id join dossier d on d.id = e.dossier_id
order by e.dossier_id
