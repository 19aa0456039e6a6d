select finding, count(distinct dossier_id) as dossiers from {finding} where since <= @at and (until is null or until > @at) group by finding order by finding
