select id from dossier where code = @p0
