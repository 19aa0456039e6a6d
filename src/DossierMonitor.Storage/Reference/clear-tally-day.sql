delete from tally_day
