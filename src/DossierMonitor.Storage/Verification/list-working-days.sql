select version, day, ordinal from working_day order by version, day
