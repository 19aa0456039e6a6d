delete from tally_unit_late
