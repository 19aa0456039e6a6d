-- Times are bigint milliseconds UTC, local days bigint yyyymmdd, all numbers bigint: what is computed from them is the same on both
-- engines. Texts are ordered by their bytes (collate "C"), as SQLite does. What the tables and columns mean stands in the scripts of
-- SQLite (001 to 006); references between tables are kept by the program, and proved by its verification.

create table meta (key text collate "C" primary key, value text not null);
create table source (
    id bigint primary key,
    name text collate "C" not null unique,
    head bytea not null default '',
    events bigint not null default 0,
    last_recorded bigint,
    greatest_id text collate "C"
);
create table dossier (id bigint primary key, code text collate "C" not null unique, events bytea not null) with (fillfactor = 80);

-- The truth. The unique index is what keeps an event from being there twice, whatever the program believes.
create table event_log (
    seq bigint primary key,
    source_id bigint not null,
    event_id text collate "C" not null,
    digest bytea not null,
    dossier_id bigint not null,
    type bigint not null,
    time bigint not null,
    recorded bigint not null,
    unit text collate "C",
    procedure text collate "C",
    field text collate "C",
    due_at text collate "C",
    channel bigint,
    holder text collate "C",
    step_due_at text collate "C",
    document text collate "C",
    target_event_id text collate "C",
    chain bytea not null,
    unique (source_id, event_id)
);

create table unit_ref (id bigint primary key, code text collate "C" not null, valid_from bigint not null, unique (code, valid_from));
create table slice (
    id bigint primary key,
    unit_id bigint not null,
    procedure text collate "C" not null,
    field text collate "C" not null,
    channel bigint not null,
    unique (unit_id, procedure, field, channel)
);
create table unit_field (id bigint primary key, unit_id bigint not null, field text collate "C" not null, unique (unit_id, field));

create table stretch (
    dossier_id bigint not null,
    n bigint not null,
    cycle bigint not null,
    cycle_start bigint not null,
    slice_id bigint not null,
    started bigint not null,
    ended bigint,
    entry bigint not null,
    exit bigint not null,
    paused bigint not null,
    due_current bigint,
    due_current_day bigint,
    overdue_current bigint,
    due_promised bigint,
    due_promised_day bigint,
    overdue_promised bigint,
    due_statutory bigint,
    finished_at bigint,
    verdict_current bigint,
    judged_due_current bigint,
    days_late_current bigint,
    calendar_days_late_current bigint,
    verdict_promised bigint,
    judged_due_promised bigint,
    days_late_promised bigint,
    calendar_days_late_promised bigint,
    judged_due_statutory bigint,
    primary key (dossier_id, n)
) with (fillfactor = 80);
create index stretch_ended on stretch (ended) where ended is not null;
create index stretch_open on stretch (due_current_day) where ended is null;
create table stretch_day (day bigint not null, unit_id bigint not null, dossier_id bigint not null, primary key (day, unit_id, dossier_id));
create table dossier_finding (dossier_id bigint not null, finding bigint not null, since bigint not null, until bigint, primary key (dossier_id, finding, since));
create index dossier_finding_code on dossier_finding (finding, since);

create table tally_day (month bigint not null, slice_id bigint not null, counts bytea not null, primary key (month, slice_id)) with (fillfactor = 50);
create table tally_late (month bigint not null, slice_id bigint not null, counts bytea not null, primary key (month, slice_id)) with (fillfactor = 50);
create table tally_late_month (month bigint not null, slice_id bigint not null, counts bytea not null, primary key (month, slice_id)) with (fillfactor = 50);
create table tally_month (slice_id bigint primary key, counts bytea not null) with (fillfactor = 50);
create table tally_unit_day (month bigint not null, slice_id bigint not null, counts bytea not null, primary key (month, slice_id)) with (fillfactor = 50);
create table tally_unit_late (month bigint not null, slice_id bigint not null, counts bytea not null, primary key (month, slice_id)) with (fillfactor = 50);
create table tally_unit_late_month (month bigint not null, slice_id bigint not null, counts bytea not null, primary key (month, slice_id)) with (fillfactor = 50);
create table tally_unit_month (slice_id bigint primary key, counts bytea not null) with (fillfactor = 50);

create table working_day (version bigint not null, day bigint not null, ordinal bigint not null, primary key (version, day));
create table rejection (
    id bigint primary key,
    fingerprint bytea not null unique,
    first_at bigint not null,
    last_at bigint not null,
    times bigint not null,
    source text collate "C",
    event_id text collate "C",
    event_type text collate "C",
    subject text collate "C",
    status text collate "C" not null,
    reasons text not null,
    event text
);
create index rejection_last_at on rejection (last_at, id);
create table reference_set (digest text collate "C" primary key, loaded_at bigint not null, files text not null, clock text);
create table closing (
    id bigint primary key,
    name text collate "C" not null unique,
    closed_at bigint not null,
    last_seq bigint not null,
    rulebook text collate "C" not null,
    summary text not null,
    body bytea not null,
    digest bytea not null,
    chain bytea not null
);
create table verification (
    id bigint primary key,
    started_at bigint not null,
    finished_at bigint not null,
    events bigint not null,
    dossiers bigint not null,
    difference text
);

create table access_key (
    prefix text collate "C" primary key,
    digest bytea not null,
    name text not null,
    source text collate "C",
    scopes text not null,
    unit text collate "C",
    created_at bigint not null,
    expires_at bigint,
    revoked_at bigint
);
create table signing_secret (
    id bigint primary key,
    source text collate "C" not null,
    secret text not null,
    created_at bigint not null,
    revoked_at bigint
);
create table audit (
    id bigint primary key,
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    details text not null,
    chain bytea not null
);

-- For whoever owns the tables too; a role that does not own them is not even allowed to try (migrate --grant-to).
create function append_only() returns trigger language plpgsql as $$ begin raise exception '% is append-only', tg_table_name; end $$;
create trigger event_log_append_only before update or delete or truncate on event_log execute function append_only();
create trigger closing_append_only before update or delete or truncate on closing execute function append_only();
create trigger audit_append_only before update or delete or truncate on audit execute function append_only();
create trigger access_key_no_delete before delete or truncate on access_key execute function append_only();
