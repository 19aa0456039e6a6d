insert into event_log (seq, source_id, event_id, digest, dossier_id, type, time, recorded, unit, procedure, field, due_at, channel, holder, step_due_at, document, target_event_id, chain)
values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17)
