insert into event_key_part (part, through) values (@p0, @p1) on conflict (part) do update set through = excluded.through
