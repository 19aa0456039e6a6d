select counts from tally_unit_day where month = @p0 and slice_id = @p1
