delete from stretch_day d using unnest(@p0, @p1, @p2) as k (day, unit_id, dossier_id)
where d.day = k.day and d.unit_id = k.unit_id and d.dossier_id = k.dossier_id
