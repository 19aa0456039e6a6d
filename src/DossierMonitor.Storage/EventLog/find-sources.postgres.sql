-- With the ends of their chains, which whoever writes for them will ask for next.
select name, greatest_id, head, events from source where name = any (@p0) and greatest_id is not null
