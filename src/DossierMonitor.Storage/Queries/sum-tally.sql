-- buckets: 0 = before the period, else yyyymm
select s.unit_id, s.procedure, s.field, s.channel,
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
from tally t join slice s on s.id = t.slice_id
where t.day <= @through
group by s.unit_id, s.procedure, s.field, s.channel, bucket
