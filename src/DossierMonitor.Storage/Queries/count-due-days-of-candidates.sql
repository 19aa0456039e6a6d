-- Cross joins keep the order, as in the list of the same dossiers.
select sl.unit_id, sl.procedure, sl.field, sl.channel, {day} as due_day, count(*) as dossiers
from ({candidates}) c cross join {stretch} s on s.dossier_id = c.dossier_id cross join {slice} sl on sl.id = s.slice_id
where {where}
group by 1, 2, 3, 4, 5
