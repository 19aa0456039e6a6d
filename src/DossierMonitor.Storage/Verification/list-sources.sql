select s.id, s.name, s.head, s.events from source s order by s.id
