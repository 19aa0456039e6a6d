select id, events from dossier where code = @p0
