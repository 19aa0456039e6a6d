select slice_id, counts from tally_unit_late where month = @p0
