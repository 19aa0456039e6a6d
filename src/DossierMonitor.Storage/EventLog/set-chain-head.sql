update source set head = @p1, events = @p2, last_recorded = @p3, greatest_id = @p4 where id = @p0
