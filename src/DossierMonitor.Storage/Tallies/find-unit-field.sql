select id from unit_field where unit_id = @p0 and field = @p1
