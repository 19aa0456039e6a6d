delete from stretch
