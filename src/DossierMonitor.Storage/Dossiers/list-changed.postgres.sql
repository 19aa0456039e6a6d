select d.code from (select distinct dossier_id from event_log where seq > @p0) t join dossier d on d.id = t.dossier_id
