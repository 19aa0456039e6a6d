select s.due_current_day
from stretch s indexed by stretch_open cross join slice sl on sl.id = s.slice_id cross join dossier d on d.id = s.dossier_id
where s.ended is null and s.due_current_day >= @firstDue
  and {where}
order by s.due_current_day
limit 1 offset @limit - 1
