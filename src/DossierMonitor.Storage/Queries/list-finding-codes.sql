select d.code from dossier_finding f join dossier d on d.id = f.dossier_id where f.finding = @finding and f.found_at <= @at order by d.code limit 10
