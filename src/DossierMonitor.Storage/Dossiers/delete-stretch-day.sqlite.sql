delete from stretch_day where day = @p0 and unit_id = @p1 and dossier_id = @p2
