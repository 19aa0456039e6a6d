select s.id, s.name, s.head, s.events, s.greatest_id from source s order by s.id
