select d.id, d.code from dossier d where d.id in (
    select s.dossier_id from {stretch} s
    where s.cycle_start <= @last
        and (s.ended is null or s.ended >= @first or s.due_current >= @first or s.due_promised >= @first or s.due_statutory >= @first))
order by d.id
