select events from dossier where id = @p0
