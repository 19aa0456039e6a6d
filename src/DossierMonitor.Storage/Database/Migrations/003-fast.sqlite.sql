-- The log without indexes of its own: an index over random event ids rewrites a page of itself for every event once it is larger
-- than the cache. What is stored already is found through event_key, which is written in sorted runs; the events of a dossier
-- stand in its row; recorded times never go back, so a moment's place is found by halving.
create table event_log_new (
    seq integer primary key,
    source_id integer not null references source (id),
    event_id text not null,
    digest blob not null,
    dossier_id integer not null references dossier (id),
    type integer not null,
    time integer not null,
    recorded integer not null,
    unit text,
    procedure text,
    field text,
    due_at text,
    channel integer,
    holder text,
    step_due_at text,
    document text,
    target_event_id text,
    -- SHA-256 over the source's previous chain value, this event's digest and the time at which it was recorded.
    chain blob not null
);
insert into event_log_new (seq, source_id, event_id, digest, dossier_id, type, time, recorded, unit, procedure, field, due_at, channel, holder, step_due_at, document, target_event_id, chain)
select seq, source_id, event_id, digest, dossier_id, type, time, recorded, unit, procedure, field, due_at, channel, holder, step_due_at, document, target_event_id, chain
from event_log order by seq;
drop table event_log;
alter table event_log_new rename to event_log;
create trigger event_log_no_update before update on event_log begin select raise(abort, 'the event log is append-only'); end;
create trigger event_log_no_delete before delete on event_log begin select raise(abort, 'the event log is append-only'); end;

-- key: the first 64 bits of SHA-256 over source and id. A part holds the keys with the same highest 8 bits; of each part the events
-- up to a place of the log stand in the index, those after it are few and kept in memory.
create table event_key (key integer not null, seq integer not null, primary key (key, seq)) without rowid;
create table event_key_part (part integer primary key, through integer not null);

-- events: the dossier's events in the order of the log (EventsColumn.cs), filled by the program after this script.
create table dossier_new (id integer primary key, code text not null unique, events blob not null);
insert into dossier_new (id, code, events) select id, code, x'' from dossier order by id;
drop table dossier;
alter table dossier_new rename to dossier;

-- What follows from the log is computed anew by the next rules, whose digest the new version of the program changes.
delete from stretch;
drop index stretch_started;
drop index stretch_open;
drop index stretch_overdue_current;
drop index stretch_overdue_promised;
create index stretch_open on stretch (due_current_day) where ended is null;

-- On which local days something happens to a dossier at a unit: it comes, becomes overdue (by either date), leaves.
create table stretch_day (
    day integer not null,
    unit_id integer not null,
    dossier_id integer not null,
    primary key (day, unit_id, dossier_id)
) without rowid;

-- Tallies as maps of counts (CountMap.cs), one row for a slice's month, and one for all the months of a slice.
drop table tally;
drop table tally_unit;
drop table tally_unit_month;
drop table tally_late_days;
create table tally_day (month integer not null, slice_id integer not null, counts blob not null, primary key (month, slice_id)) without rowid;
create table tally_month (slice_id integer primary key, counts blob not null);
create table tally_late (month integer not null, slice_id integer not null, counts blob not null, primary key (month, slice_id)) without rowid;

-- The same by unit and field only, which is what most answers need.
create table unit_field (id integer primary key, unit_id integer not null references unit_ref (id), field text not null, unique (unit_id, field));
create table tally_unit_day (month integer not null, slice_id integer not null, counts blob not null, primary key (month, slice_id)) without rowid;
create table tally_unit_month (slice_id integer primary key, counts blob not null);
create table tally_unit_late (month integer not null, slice_id integer not null, counts blob not null, primary key (month, slice_id)) without rowid;
