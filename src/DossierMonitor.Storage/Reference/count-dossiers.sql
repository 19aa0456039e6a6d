select count(*) from dossier
