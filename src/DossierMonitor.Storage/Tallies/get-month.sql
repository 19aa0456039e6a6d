select counts from tally_month where slice_id = @p0
