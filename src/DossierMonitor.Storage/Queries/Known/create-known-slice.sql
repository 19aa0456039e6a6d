create temp table known_slice as select * from main.slice where 1 = 0
