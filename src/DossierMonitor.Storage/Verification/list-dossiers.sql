select id, code, events from dossier order by id
