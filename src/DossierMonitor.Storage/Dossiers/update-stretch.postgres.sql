update stretch s set cycle = k.cycle, cycle_start = k.cycle_start, slice_id = k.slice_id, started = k.started, ended = k.ended, entry = k.entry,
    exit = k.exit, paused = k.paused, due_current = k.due_current, due_current_day = k.due_current_day, overdue_current = k.overdue_current, due_promised = k.due_promised,
    due_promised_day = k.due_promised_day, overdue_promised = k.overdue_promised, due_statutory = k.due_statutory, finished_at = k.finished_at, verdict_current = k.verdict_current, judged_due_current = k.judged_due_current,
    days_late_current = k.days_late_current, calendar_days_late_current = k.calendar_days_late_current, verdict_promised = k.verdict_promised, judged_due_promised = k.judged_due_promised, days_late_promised = k.days_late_promised, calendar_days_late_promised = k.calendar_days_late_promised,
    judged_due_statutory = k.judged_due_statutory
from unnest(@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18, @p19, @p20, @p21, @p22, @p23, @p24, @p25, @p26)
    as k (dossier_id, n, cycle, cycle_start, slice_id, started, ended, entry, exit, paused, due_current, due_current_day, overdue_current, due_promised, due_promised_day, overdue_promised, due_statutory, finished_at, verdict_current, judged_due_current, days_late_current, calendar_days_late_current, verdict_promised, judged_due_promised, days_late_promised, calendar_days_late_promised, judged_due_statutory)
where s.dossier_id = k.dossier_id and s.n = k.n
