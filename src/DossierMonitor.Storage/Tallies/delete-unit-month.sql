delete from tally_unit_month where slice_id = @p0
