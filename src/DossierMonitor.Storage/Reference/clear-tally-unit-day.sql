delete from tally_unit_day
