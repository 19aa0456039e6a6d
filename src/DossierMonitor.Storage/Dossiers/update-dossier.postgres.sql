update dossier d set events = k.events from unnest(@p0, @p1) as k (id, events) where d.id = k.id
