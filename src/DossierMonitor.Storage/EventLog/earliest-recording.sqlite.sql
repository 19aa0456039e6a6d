-- Never before what was recorded last, although the machine's clock may be set back, and after the last closing: what had been
-- recorded by an instant is then always the same part of the log.
select max(coalesce((select max(recorded) from event_log), 0), coalesce((select max(closed_at) + 1 from closing), 0))
