-- Where the log and the dossiers end, and the earliest time that the next event may be recorded with: never before what was
-- recorded last, although the machine's clock may be set back, and after the last closing. What had been recorded by an instant is
-- then always the same part of the log. And which transaction computed all figures last: whoever does so writes that row.
-- Last, what is pending for the tallies.
select coalesce((select max(seq) from event_log), 0), coalesce((select max(id) from dossier), 0),
    greatest(coalesce((select recorded from event_log order by seq desc limit 1), 0), coalesce((select max(closed_at) + 1 from closing), 0)),
    coalesce((select xmin::text::bigint from meta where key = 'rulebook'), 0),
    (select value from meta where key = 'rulebook'),
    (select count(*) from tally_pending), (select coalesce(sum(changes), 0)::bigint from tally_pending)
