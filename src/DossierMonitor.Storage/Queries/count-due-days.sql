select sl.unit_id, sl.procedure, sl.field, sl.channel, {day} as due_day, count(*) as dossiers
from {stretch} s join {slice} sl on sl.id = s.slice_id
where {where}
group by 1, 2, 3, 4, 5
