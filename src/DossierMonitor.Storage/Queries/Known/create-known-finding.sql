create temp table known_finding as select * from main.dossier_finding where 1 = 0
