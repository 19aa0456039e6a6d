update source set head = @p1, events = @p2 where id = @p0
