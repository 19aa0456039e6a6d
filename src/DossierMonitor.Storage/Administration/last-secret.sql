select max(id) from signing_secret
