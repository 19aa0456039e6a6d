select head, events from source where id = @p0
