select head, events, greatest_id from source where id = @p0
