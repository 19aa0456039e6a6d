select id from slice where unit_id = @p0 and procedure = @p1 and field = @p2 and channel = @p3
