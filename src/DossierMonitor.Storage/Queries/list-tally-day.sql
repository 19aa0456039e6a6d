select slice_id, counts from tally_day where month = @p0
