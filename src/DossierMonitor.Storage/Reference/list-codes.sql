select id, code from dossier order by id
