select id as Id, name as Name, closed_at as ClosedAt, last_seq as LastSeq, rulebook as Rulebook, summary as Summary, digest as Digest, chain as Chain from closing order by id
