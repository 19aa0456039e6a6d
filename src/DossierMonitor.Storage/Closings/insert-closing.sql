insert into closing (id, name, closed_at, last_seq, rulebook, summary, body, digest, chain)
select coalesce(max(id), 0) + 1, @name, @closedAt, @lastSeq, @rulebook, @summary, @body, @digest, @chain from closing
