select id from dossier where code = @code
