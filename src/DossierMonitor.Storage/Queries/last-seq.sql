-- Recorded times never go back, so the last event recorded by an instant is the last place of the log that was known then.
select coalesce(max(seq), 0) from event_log where recorded = (select max(recorded) from event_log where recorded <= @recorded)
