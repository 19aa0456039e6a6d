select dossier_id, finding, since, until from dossier_finding order by dossier_id, finding, since
