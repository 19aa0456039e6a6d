-- What has been recorded since a moment, without a walk over the log.
create index event_log_recorded on event_log (recorded, dossier_id);

-- Findings with the time in which they hold, so that those of any past instant are known; found again by the recomputation
-- that the new version of the rules causes.
drop table dossier_finding;
create table dossier_finding (
    dossier_id integer not null references dossier (id),
    finding integer not null,
    since integer not null,
    until integer,
    primary key (dossier_id, finding, since)
) without rowid;
create index dossier_finding_code on dossier_finding (finding, since);

-- A finish ends an open pause and so moves the statutory date once more; until then it is the one of the stretch.
alter table stretch add column judged_due_statutory integer;

-- One sequence of working days per version of the calendar (0 = the first).
drop table working_day;
create table working_day (version integer not null, day integer not null, ordinal integer not null, primary key (version, day)) without rowid;

-- The settings of the clock belong to the rules: with both, figures of the past can be computed again.
alter table reference_set add column clock text;

-- Periods as they were closed: never changed, each chained to the one before.
create table closing (
    id integer primary key,
    name text not null unique,
    closed_at integer not null,
    last_seq integer not null,
    rulebook text not null,
    summary text not null,
    body blob not null,
    -- SHA-256 of the body, and over the previous closing's chain value and it.
    digest blob not null,
    chain blob not null
);
create trigger closing_no_update before update on closing begin select raise(abort, 'a closing is final'); end;
create trigger closing_no_delete before delete on closing begin select raise(abort, 'a closing is final'); end;

-- What each verification of the database found.
create table verification (
    id integer primary key,
    started_at integer not null,
    finished_at integer not null,
    events integer not null,
    dossiers integer not null,
    difference text
);

-- How long a source has been silent, without a search through the log.
alter table source add column last_recorded integer;
update source set last_recorded = (select max(l.recorded) from event_log l where l.source_id = source.id);
