insert into verification (id, started_at, finished_at, events, dossiers, difference)
select coalesce(max(id), 0) + 1, @startedAt, @finishedAt, @events, @dossiers, @difference from verification
