select slice_id, counts from tally_unit_day where month = @p0
