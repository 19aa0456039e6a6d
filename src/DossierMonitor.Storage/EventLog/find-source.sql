select id from source where name = @p0
