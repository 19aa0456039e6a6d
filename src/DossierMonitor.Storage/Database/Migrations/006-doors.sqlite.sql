-- Keys that callers present: of the secret only its SHA-256. A key that was revoked stays, so that the record of what it did can be read.
create table access_key (
    prefix text primary key,
    digest blob not null,
    name text not null,
    -- Whom it writes for; null = nobody.
    source text,
    scopes text not null,
    -- What it writes and reads: this unit and what stands below it; null = all.
    unit text,
    created_at integer not null,
    expires_at integer,
    revoked_at integer
) without rowid;
create trigger access_key_no_delete before delete on access_key begin select raise(abort, 'keys are revoked, not deleted'); end;

-- With which secrets a source signs what it pushes. They are needed as they are; whoever has one still needs the key.
create table signing_secret (
    id integer primary key,
    source text not null,
    secret text not null,
    created_at integer not null,
    revoked_at integer
);

-- Every administrative change, each chained to the one before.
create table audit (
    id integer primary key,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    details text not null,
    -- SHA-256 over the previous record's chain value and this record (AuditChain.cs).
    chain blob not null
);
create trigger audit_no_update before update on audit begin select raise(abort, 'the audit is append-only'); end;
create trigger audit_no_delete before delete on audit begin select raise(abort, 'the audit is append-only'); end;
