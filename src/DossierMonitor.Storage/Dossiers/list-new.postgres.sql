select code from dossier where id > @p0
