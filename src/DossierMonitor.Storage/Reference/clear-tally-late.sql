delete from tally_late
