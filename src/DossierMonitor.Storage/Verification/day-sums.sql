create temp table day_sum as
    select slice_id, local_day(at) as day, measure, sum(change) as value from temp.mark group by 1, 2, 3 having sum(change) <> 0;
create temp table late_sum as select slice_id, day, basis, days, finishes from temp.late_mark;
