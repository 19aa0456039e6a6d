select sl.unit_id, sl.procedure, sl.field, sl.channel, s.verdict_current, s.verdict_promised, count(*)
from {stretch} s join {slice} sl on sl.id = s.slice_id
where s.ended > @opening and s.ended <= @cut and s.exit = @finished
group by 1, 2, 3, 4, 5, 6
