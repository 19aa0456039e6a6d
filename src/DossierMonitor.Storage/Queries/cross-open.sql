select sl.unit_id, sl.procedure, sl.field, sl.channel,
    case when s.due_current is null then 2 when s.overdue_current <= @cut then 1 else 0 end as by_current,
    case when s.due_promised is null then 2 when s.overdue_promised <= @cut then 1 else 0 end as by_promised,
    count(*)
from {stretch} s join {slice} sl on sl.id = s.slice_id
where s.started <= @cut and (s.ended is null or s.ended > @cut) and s.entry <> @notAccepted
group by 1, 2, 3, 4, 5, 6
