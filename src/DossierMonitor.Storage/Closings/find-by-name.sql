select id from closing where name = @name
