insert into closing (name, closed_at, last_seq, rulebook, summary, body, digest, chain) values (@name, @closedAt, @lastSeq, @rulebook, @summary, @body, @digest, @chain)
