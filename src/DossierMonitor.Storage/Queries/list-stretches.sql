select s.dossier_id, s.n, d.code, {sort} as sort_key
from {stretch} s join {slice} sl on sl.id = s.slice_id join dossier d on d.id = s.dossier_id
where {where}
order by sort_key {direction}, d.code, s.cycle, s.n
limit @limit
