-- types: a flipped bit can turn a text into a blob of the same bytes, which reads the same and compares differently.
select e.seq, s.name, e.source_id, e.digest, e.chain, d.code,
    e.type, e.time, e.recorded, e.event_id, s.name, e.unit, e.procedure, e.field, e.due_at, e.channel, e.holder, e.step_due_at, e.document, e.target_event_id,
    typeof(e.source_id) || ' ' || typeof(e.event_id) || ' ' || typeof(e.digest) || ' ' || typeof(e.dossier_id) || ' ' || typeof(e.type) || ' ' || typeof(e.time) || ' ' || typeof(e.recorded) || ' ' || typeof(e.chain) || ' ' || typeof(s.name) || ' ' || typeof(d.code) as required,
    typeof(e.unit) || ' ' || typeof(e.procedure) || ' ' || typeof(e.field) || ' ' || typeof(e.due_at) || ' ' || typeof(e.holder) || ' ' || typeof(e.step_due_at) || ' ' || typeof(e.document) || ' ' || typeof(e.target_event_id) as texts,
    typeof(e.channel) as channel_type
from event_log e left join source s on s.id = e.source_id left join dossier d on d.id = e.dossier_id
order by e.seq
