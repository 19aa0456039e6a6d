delete from tally_late_days
