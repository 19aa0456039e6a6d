select d.id, d.code from (select distinct dossier_id from event_log where recorded > @bound) t join dossier d on d.id = t.dossier_id
