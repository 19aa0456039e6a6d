update dossier set source_id = @p1, procedure = @p2, holder = @p3, received_at = @p4, returned_at = @p5 where id = @p0
