-- How late a month's finishes were, without the days: answers about whole months read what does not grow with the dossiers.
create table tally_late_month (month integer not null, slice_id integer not null, counts blob not null, primary key (month, slice_id)) without rowid;
create table tally_unit_late_month (month integer not null, slice_id integer not null, counts blob not null, primary key (month, slice_id)) without rowid;
