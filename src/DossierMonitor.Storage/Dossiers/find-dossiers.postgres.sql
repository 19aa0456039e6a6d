select code, id, events from dossier where code = any (@p0)
