create temp table known_stretch as select * from main.stretch where 1 = 0
