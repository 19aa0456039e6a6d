-- buckets: 0 = before the period, else yyyymm. Whole months come from the monthly tier; the months in which the period begins
-- and ends are cut within, so they come from the days.
select t.unit_id, '' as procedure, t.field, -1 as channel, 0 as bucket,
    cast(sum(t.received) as integer) as received,
    cast(sum(t.reopened) as integer) as reopened,
    cast(sum(t.transferred_in) as integer) as transferred_in,
    cast(sum(t.transferred_out) as integer) as transferred_out,
    cast(sum(t.not_accepted) as integer) as not_accepted,
    cast(sum(t.withdrawn) as integer) as withdrawn,
    cast(sum(t.refused) as integer) as refused,
    cast(sum(t.stopped) as integer) as stopped,
    cast(sum(t.early_current) as integer) as early_current,
    cast(sum(t.on_time_current) as integer) as on_time_current,
    cast(sum(t.late_current) as integer) as late_current,
    cast(sum(t.no_due_date_current) as integer) as no_due_date_current,
    cast(sum(t.early_promised) as integer) as early_promised,
    cast(sum(t.on_time_promised) as integer) as on_time_promised,
    cast(sum(t.late_promised) as integer) as late_promised,
    cast(sum(t.no_due_date_promised) as integer) as no_due_date_promised,
    cast(sum(t.open) as integer) as open,
    cast(sum(t.overdue_current) as integer) as overdue_current,
    cast(sum(t.paused_current) as integer) as paused_current,
    cast(sum(t.open_no_due_date_current) as integer) as open_no_due_date_current,
    cast(sum(t.overdue_promised) as integer) as overdue_promised,
    cast(sum(t.paused_promised) as integer) as paused_promised,
    cast(sum(t.open_no_due_date_promised) as integer) as open_no_due_date_promised
from tally_unit_month t
where t.month < @fromMonth and t.month < @throughMonth
group by t.unit_id, t.field
union all
select t.unit_id, '' as procedure, t.field, -1 as channel, t.month as bucket,
    t.received, t.reopened, t.transferred_in, t.transferred_out, t.not_accepted, t.withdrawn, t.refused, t.stopped, t.early_current, t.on_time_current, t.late_current, t.no_due_date_current, t.early_promised, t.on_time_promised, t.late_promised, t.no_due_date_promised, t.open, t.overdue_current, t.paused_current, t.open_no_due_date_current, t.overdue_promised, t.paused_promised, t.open_no_due_date_promised
from tally_unit_month t
where t.month > @fromMonth and t.month < @throughMonth
union all
select t.unit_id, '' as procedure, t.field, -1 as channel,
    case when t.day < @from then 0 else t.day / 100 end as bucket,
    cast(sum(t.received) as integer) as received,
    cast(sum(t.reopened) as integer) as reopened,
    cast(sum(t.transferred_in) as integer) as transferred_in,
    cast(sum(t.transferred_out) as integer) as transferred_out,
    cast(sum(t.not_accepted) as integer) as not_accepted,
    cast(sum(t.withdrawn) as integer) as withdrawn,
    cast(sum(t.refused) as integer) as refused,
    cast(sum(t.stopped) as integer) as stopped,
    cast(sum(t.early_current) as integer) as early_current,
    cast(sum(t.on_time_current) as integer) as on_time_current,
    cast(sum(t.late_current) as integer) as late_current,
    cast(sum(t.no_due_date_current) as integer) as no_due_date_current,
    cast(sum(t.early_promised) as integer) as early_promised,
    cast(sum(t.on_time_promised) as integer) as on_time_promised,
    cast(sum(t.late_promised) as integer) as late_promised,
    cast(sum(t.no_due_date_promised) as integer) as no_due_date_promised,
    cast(sum(t.open) as integer) as open,
    cast(sum(t.overdue_current) as integer) as overdue_current,
    cast(sum(t.paused_current) as integer) as paused_current,
    cast(sum(t.open_no_due_date_current) as integer) as open_no_due_date_current,
    cast(sum(t.overdue_promised) as integer) as overdue_promised,
    cast(sum(t.paused_promised) as integer) as paused_promised,
    cast(sum(t.open_no_due_date_promised) as integer) as open_no_due_date_promised
from tally_unit t
where (t.day between @fromMonth * 100 and @fromMonth * 100 + 99 or t.day between @throughMonth * 100 and @throughMonth * 100 + 99)
    and t.day <= @through
group by t.unit_id, t.field, bucket
