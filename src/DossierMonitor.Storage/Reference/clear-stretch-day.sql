delete from stretch_day
