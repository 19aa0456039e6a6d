select s.cycle, s.cycle_start, s.slice_id, s.started, s.ended, s.entry, s.exit, s.paused,
    s.due_current, s.overdue_current, s.due_promised, s.overdue_promised, s.due_statutory, s.finished_at,
    s.verdict_current, s.judged_due_current, s.days_late_current, s.calendar_days_late_current,
    s.verdict_promised, s.judged_due_promised, s.days_late_promised, s.calendar_days_late_promised, s.judged_due_statutory
from stretch_day k cross join stretch s on s.dossier_id = k.dossier_id cross join slice sl on sl.id = s.slice_id and sl.unit_id = k.unit_id
where k.day = @p0 and k.unit_id between @p1 and @p2
