delete from tally_unit
