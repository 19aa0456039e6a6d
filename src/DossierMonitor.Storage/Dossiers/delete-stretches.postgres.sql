delete from stretch s using unnest(@p0, @p1) as k (dossier_id, n) where s.dossier_id = k.dossier_id and s.n >= k.n
