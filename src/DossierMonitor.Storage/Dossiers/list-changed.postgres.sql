select distinct dossier_id from event_log where seq > @p0
