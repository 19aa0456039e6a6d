create temp view late_mark (slice_id, day, basis, days, finishes) as
    select slice_id, local_day(ended), 0, days_late_current, count(*) from stretch where exit = {ExitFinished} and days_late_current is not null group by 1, 2, 3, 4
    union all select slice_id, local_day(ended), 1, days_late_promised, count(*) from stretch where exit = {ExitFinished} and days_late_promised is not null group by 1, 2, 3, 4
