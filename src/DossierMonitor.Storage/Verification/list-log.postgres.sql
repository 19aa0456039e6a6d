-- The engine keeps values of the wrong kind out of columns.
select e.seq, s.name, e.source_id, e.digest, e.chain, d.code,
    e.type, e.time, e.recorded, e.event_id, s.name, e.unit, e.procedure, e.field, e.due_at, e.channel, e.holder, e.step_due_at, e.document, e.target_event_id,
    case when s.name is not null and d.code is not null then 'integer text blob integer integer integer integer blob text text' end as required, 'text' as texts, 'integer' as channel_type
from event_log e left join source s on s.id = e.source_id left join dossier d on d.id = e.dossier_id
order by e.seq
