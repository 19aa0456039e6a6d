select id from unit_ref where code = @p0 and valid_from = @p1
