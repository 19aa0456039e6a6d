update source set head = @p1, events = @p2, last_recorded = @p3 where id = @p0
