delete from tally_unit_late where month = @p0 and slice_id = @p1
