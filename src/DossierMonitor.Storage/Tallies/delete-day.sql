delete from tally_day where month = @p0 and slice_id = @p1
