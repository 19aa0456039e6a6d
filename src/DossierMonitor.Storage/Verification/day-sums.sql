-- Numbers written out are integers to PostgreSQL; what is added to these tables in great numbers comes as bigint, and COPY converts nothing.
create temp table day_sum as
    select slice_id, local_day(at) as day, cast(measure as bigint) as measure, sum(change) as value from temp.mark group by 1, 2, 3 having sum(change) <> 0;
create temp table late_sum as select slice_id, day, cast(basis as bigint) as basis, days, finishes from temp.late_mark;
