insert into verification (started_at, finished_at, events, dossiers, difference) values (@startedAt, @finishedAt, @events, @dossiers, @difference)
