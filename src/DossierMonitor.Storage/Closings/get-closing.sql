select id as Id, name as Name, closed_at as ClosedAt, last_seq as LastSeq, rulebook as Rulebook, summary as Summary, digest as Digest, chain as Chain, body as Body from closing where id = @id
