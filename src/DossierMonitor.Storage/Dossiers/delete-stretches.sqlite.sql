delete from stretch where dossier_id = @p0 and n >= @p1
