select distinct d.code from {finding} f join dossier d on d.id = f.dossier_id
where f.finding = @finding and f.since <= @at and (f.until is null or f.until > @at) order by d.code limit 10
