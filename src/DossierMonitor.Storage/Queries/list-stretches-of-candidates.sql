-- Cross joins keep the order: without statistics the planner may begin with every slice or every dossier there is.
select s.dossier_id, s.n, d.code, {sort} as sort_key
from ({candidates}) c cross join {stretch} s on s.dossier_id = c.dossier_id cross join {slice} sl on sl.id = s.slice_id cross join dossier d on d.id = s.dossier_id
where {where}
order by sort_key {direction}, d.code, s.cycle, s.n
limit @limit
