update dossier set events = @p1 where id = @p0
