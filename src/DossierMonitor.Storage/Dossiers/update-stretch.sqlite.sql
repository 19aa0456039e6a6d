update stretch set cycle = @p2, cycle_start = @p3, slice_id = @p4, started = @p5, ended = @p6, entry = @p7, exit = @p8, paused = @p9,
    due_current = @p10, due_current_day = @p11, overdue_current = @p12, due_promised = @p13, due_promised_day = @p14, overdue_promised = @p15, due_statutory = @p16, finished_at = @p17,
    verdict_current = @p18, judged_due_current = @p19, days_late_current = @p20, calendar_days_late_current = @p21,
    verdict_promised = @p22, judged_due_promised = @p23, days_late_promised = @p24, calendar_days_late_promised = @p25, judged_due_statutory = @p26
where dossier_id = @p0 and n = @p1
