-- Times are INTEGER milliseconds UTC, local days INTEGER yyyymmdd.

create table meta (key text primary key, value text not null) without rowid;

-- head: the chain value of the source's last event, so that the next one need not search for it; events: how many there are.
create table source (id integer primary key, name text not null unique, head blob not null default x'', events integer not null default 0);

create table dossier (
    id integer primary key,
    code text not null unique,
    source_id integer,
    procedure text,
    holder text,
    received_at integer,
    returned_at integer
);

-- The truth. Everything below can be dropped and rebuilt from it.
create table event_log (
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
    chain blob not null,
    unique (source_id, event_id)
);
create index event_log_dossier on event_log (dossier_id);
create trigger event_log_no_update before update on event_log begin select raise(abort, 'the event log is append-only'); end;
create trigger event_log_no_delete before delete on event_log begin select raise(abort, 'the event log is append-only'); end;

-- What a unit code meant: a code can change its meaning at a date (valid_from yyyymmdd, 0 = since before the records).
create table unit_ref (id integer primary key, code text not null, valid_from integer not null, unique (code, valid_from));

-- What a figure can be broken down by, besides the day.
create table slice (
    id integer primary key,
    unit_id integer not null references unit_ref (id),
    procedure text not null,
    field text not null,
    channel integer not null,
    unique (unit_id, procedure, field, channel)
);

create table stretch (
    dossier_id integer not null references dossier (id),
    n integer not null,
    cycle integer not null,
    cycle_start integer not null,
    slice_id integer not null references slice (id),
    started integer not null,
    ended integer,
    entry integer not null,
    exit integer not null,
    paused integer not null,
    due_current integer,
    due_current_day integer,
    overdue_current integer,
    due_promised integer,
    due_promised_day integer,
    overdue_promised integer,
    due_statutory integer,
    finished_at integer,
    verdict_current integer,
    judged_due_current integer,
    days_late_current integer,
    calendar_days_late_current integer,
    verdict_promised integer,
    judged_due_promised integer,
    days_late_promised integer,
    calendar_days_late_promised integer,
    primary key (dossier_id, n)
) without rowid;
create index stretch_started on stretch (started);
create index stretch_ended on stretch (ended) where ended is not null;
create index stretch_open on stretch (started) where ended is null;
create index stretch_overdue_current on stretch (overdue_current) where overdue_current is not null;
create index stretch_overdue_promised on stretch (overdue_promised) where overdue_promised is not null;

create table dossier_finding (
    dossier_id integer not null references dossier (id),
    finding integer not null,
    found_at integer not null,
    primary key (dossier_id, finding)
) without rowid;
create index dossier_finding_code on dossier_finding (finding, found_at);

-- Flows on their day; stocks as edges whose sum up to a day is the stock at the end of that day.
create table tally (
    slice_id integer not null references slice (id),
    day integer not null,
    received integer not null, reopened integer not null, transferred_in integer not null, transferred_out integer not null,
    not_accepted integer not null, withdrawn integer not null, refused integer not null, stopped integer not null,
    early_current integer not null, on_time_current integer not null, late_current integer not null, no_due_date_current integer not null,
    early_promised integer not null, on_time_promised integer not null, late_promised integer not null, no_due_date_promised integer not null,
    open integer not null, overdue_current integer not null, paused_current integer not null, open_no_due_date_current integer not null,
    overdue_promised integer not null, paused_promised integer not null, open_no_due_date_promised integer not null,
    primary key (slice_id, day)
) without rowid;

-- The same by unit and field only: what most answers need, with far fewer rows.
create table tally_unit (
    unit_id integer not null references unit_ref (id),
    field text not null,
    day integer not null,
    received integer not null, reopened integer not null, transferred_in integer not null, transferred_out integer not null,
    not_accepted integer not null, withdrawn integer not null, refused integer not null, stopped integer not null,
    early_current integer not null, on_time_current integer not null, late_current integer not null, no_due_date_current integer not null,
    early_promised integer not null, on_time_promised integer not null, late_promised integer not null, no_due_date_promised integer not null,
    open integer not null, overdue_current integer not null, paused_current integer not null, open_no_due_date_current integer not null,
    overdue_promised integer not null, paused_promised integer not null, open_no_due_date_promised integer not null,
    primary key (unit_id, field, day)
) without rowid;

-- The same by month (yyyymm): a year over all units reads a dozen rows each instead of hundreds.
create table tally_unit_month (
    unit_id integer not null references unit_ref (id),
    field text not null,
    month integer not null,
    received integer not null, reopened integer not null, transferred_in integer not null, transferred_out integer not null,
    not_accepted integer not null, withdrawn integer not null, refused integer not null, stopped integer not null,
    early_current integer not null, on_time_current integer not null, late_current integer not null, no_due_date_current integer not null,
    early_promised integer not null, on_time_promised integer not null, late_promised integer not null, no_due_date_promised integer not null,
    open integer not null, overdue_current integer not null, paused_current integer not null, open_no_due_date_current integer not null,
    overdue_promised integer not null, paused_promised integer not null, open_no_due_date_promised integer not null,
    primary key (unit_id, field, month)
) without rowid;

-- Late finishes by their working days late; basis 0 = current, 1 = promised.
create table tally_late_days (
    slice_id integer not null references slice (id),
    day integer not null,
    basis integer not null,
    days integer not null,
    finishes integer not null,
    primary key (slice_id, day, basis, days)
) without rowid;

-- Every day's place in the sequence of working days, so that lists can sort by days late without judging anything.
create table working_day (day integer primary key, ordinal integer not null);

create table rejection (
    id integer primary key,
    fingerprint blob not null unique,
    first_at integer not null,
    last_at integer not null,
    times integer not null,
    source text,
    event_id text,
    event_type text,
    subject text,
    status text not null,
    reasons text not null,
    event text
);
create index rejection_last_at on rejection (last_at, id);

-- Every reference set that was ever in force, as its files were.
create table reference_set (digest text primary key, loaded_at integer not null, files text not null) without rowid;
