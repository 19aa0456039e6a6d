select f.finding, count(distinct f.dossier_id) as dossiers from {finding} f where f.since <= @at and (f.until is null or f.until > @at) group by f.finding order by f.finding
