select name, body, digest, chain from closing order by id
