select id, first_at as FirstAt, last_at as LastAt, times as Times, source as Source, event_id as EventId, event_type as EventType, subject as Subject, status as Status, reasons as Reasons, event as Event
from rejection
where (@source is null or source = @source) and last_at >= @from and last_at < @until
  and (@lastAt is null or last_at < @lastAt or (last_at = @lastAt and id < @lastId))
order by last_at desc, id desc
limit @limit
