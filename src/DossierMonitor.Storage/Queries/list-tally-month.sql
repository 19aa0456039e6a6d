select slice_id, counts from tally_month
