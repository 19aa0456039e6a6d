select finding, count(*) as dossiers from dossier_finding where found_at <= @at group by finding order by finding
