delete from dossier_finding where dossier_id = any (@p0)
