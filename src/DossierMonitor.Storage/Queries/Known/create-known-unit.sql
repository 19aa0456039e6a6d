create temp table known_unit as select * from main.unit_ref where 1 = 0
