-- The open ones by the index of those whose due day is unknown, those that only end after the cut by the index of ends.
select slice_id, count(*) from (
    select slice_id from stretch where ended is null and due_current_day is null and paused = 1 and entry <> @p1 and started <= @p0
    union all
    select slice_id from stretch where ended > @p0 and due_current is null and paused = 1 and entry <> @p1 and started <= @p0
) paused
group by slice_id
