delete from dossier_finding where dossier_id = @p0
