select s.cycle, s.cycle_start, u.code, u.valid_from, sl.procedure, sl.field, sl.channel, s.started, s.ended, s.entry, s.exit, s.paused,
    s.due_current, s.overdue_current, s.due_promised, s.overdue_promised, s.due_statutory, s.finished_at,
    s.verdict_current, s.judged_due_current, s.days_late_current, s.calendar_days_late_current,
    s.verdict_promised, s.judged_due_promised, s.days_late_promised, s.calendar_days_late_promised, s.judged_due_statutory, s.dossier_id, s.n, s.due_current_day, s.due_promised_day, sl.unit_id
from stretch s left join slice sl on sl.id = s.slice_id left join unit_ref u on u.id = sl.unit_id
order by s.dossier_id, s.n
