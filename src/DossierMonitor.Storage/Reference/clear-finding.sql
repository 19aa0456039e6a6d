delete from dossier_finding
