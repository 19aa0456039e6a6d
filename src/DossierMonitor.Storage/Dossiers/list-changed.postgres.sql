-- The upper end is that of the log. Without it a planner that knows nothing of the table yet takes the half of it for wanted, and reads it all.
select distinct dossier_id from event_log where seq > @p0 and seq <= @p1
