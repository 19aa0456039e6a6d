select d.id, d.code, s.name, d.procedure, d.holder, d.received_at, d.returned_at from dossier d left join source s on s.id = d.source_id order by d.id
