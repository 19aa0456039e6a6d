select slice_id, counts from tally_late where month = @p0 and slice_id = @p1
