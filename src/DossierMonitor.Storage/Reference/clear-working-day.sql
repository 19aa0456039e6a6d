delete from working_day
