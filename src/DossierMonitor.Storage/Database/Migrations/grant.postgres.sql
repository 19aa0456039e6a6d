grant connect, temporary on database {database} to {role};
grant usage on schema {schema} to {role};
grant select on schema_history to {role};
grant select, insert on event_log, closing, audit, verification, reference_set to {role};
grant select, insert, update on source, dossier, unit_ref, unit_field, slice, rejection, access_key, signing_secret to {role};
grant select, insert, update, delete on meta, tally_pending, stretch, stretch_day, dossier_finding, working_day,
    tally_day, tally_month, tally_late, tally_late_month, tally_unit_day, tally_unit_month, tally_unit_late, tally_unit_late_month to {role}
