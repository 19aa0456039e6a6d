select s.cycle, s.cycle_start, u.code, u.valid_from, sl.procedure, sl.field, sl.channel, s.started, s.ended, s.entry, s.exit, s.paused,
    s.due_current, s.overdue_current, s.due_promised, s.overdue_promised, s.due_statutory, s.finished_at,
    s.verdict_current, s.judged_due_current, s.days_late_current, s.calendar_days_late_current,
    s.verdict_promised, s.judged_due_promised, s.days_late_promised, s.calendar_days_late_promised, s.judged_due_statutory
from (
    select dossier_id, n from stretch where started > @after and started <= @through
    union select dossier_id, n from stretch where ended > @after and ended <= @through
    union select dossier_id, n from stretch where overdue_current > @after and overdue_current <= @through
    union select dossier_id, n from stretch where overdue_promised > @after and overdue_promised <= @through
) touched join stretch s on s.dossier_id = touched.dossier_id and s.n = touched.n
join slice sl on sl.id = s.slice_id join unit_ref u on u.id = sl.unit_id
