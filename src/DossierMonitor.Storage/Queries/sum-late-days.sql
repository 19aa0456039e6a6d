-- buckets: yyyymm
select s.unit_id, s.procedure, s.field, s.channel, t.day / 100 as bucket, t.basis, t.days, cast(sum(t.finishes) as integer) as finishes
from tally_late_days t join slice s on s.id = t.slice_id
where t.day >= @from and t.day <= @through
group by s.unit_id, s.procedure, s.field, s.channel, bucket, t.basis, t.days
