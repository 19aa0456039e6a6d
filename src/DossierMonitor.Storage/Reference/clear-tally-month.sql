delete from tally_month
