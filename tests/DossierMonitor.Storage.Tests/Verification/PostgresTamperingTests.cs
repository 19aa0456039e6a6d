using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Tests.Contract;
using Npgsql;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Verification;

/// <summary>The same as of SQLite, and that not even the tables' owner can change the log.</summary>
public sealed class PostgresTamperingTests
{
    [Theory]
    [InlineData("update tally_day set counts = '\\x0102'::bytea where (month, slice_id) = (select month, slice_id from tally_day limit 1)", "tally_day")]
    [InlineData("delete from tally_day where slice_id = 1", "tally_day 1,")]
    [InlineData("insert into tally_day (month, slice_id, counts) values (203001, 1, '\\x2002'::bytea)", "203001")]
    [InlineData("insert into tally_day (month, slice_id, counts) values (203001, 1, '\\x'::bytea)", "tally_day 1,")]
    [InlineData("update tally_month set counts = (counts || '\\x8001'::bytea) where slice_id = 1", "tally_month 1,")]
    [InlineData("delete from tally_month where slice_id = (select max(slice_id) from tally_month)", "tally_month")]
    [InlineData("update tally_unit_day set counts = (select counts from tally_unit_day where slice_id = 2 limit 1) where slice_id = 1", "tally_unit_day 1,")]
    [InlineData("update tally_unit_month set counts = '\\x'::bytea where slice_id = 1", "tally_unit_month 1,")]
    [InlineData("delete from tally_late where (month, slice_id) = (select month, slice_id from tally_late limit 1)", "tally_late")]
    [InlineData("delete from tally_unit_late where (month, slice_id) = (select month, slice_id from tally_unit_late limit 1)", "tally_unit_late")]
    [InlineData("delete from tally_late_month where (month, slice_id) = (select month, slice_id from tally_late_month limit 1)", "tally_late_month")]
    [InlineData("update tally_unit_late_month set counts = (counts || '\\x8180087F'::bytea) where slice_id = (select min(slice_id) from tally_unit_late_month)", "tally_unit_late_month")]
    [InlineData("insert into tally_pending (seq, changes, marks) values (1, 1, '\\x01d9ab0c0101a0010200'::bytea)", "tally_day 1, 20220105")]
    [InlineData("insert into tally_pending (seq, changes, marks) values (1, 1, '\\x01d9ab0c01'::bytea)", "tally_pending 1 cannot be read")]
    [InlineData("update dossier set events = '\\x'::bytea where id = 3", "no event in the log")]
    [InlineData("update dossier set events = (select events from dossier where id = 4) where id = 3", "has an event that the log does not have of it")]
    [InlineData("update dossier set events = (events || (select events from dossier where id = 4)) where id = 4", "has an event that the log does not have of it")]
    [InlineData("update dossier set events = substr(events, 1, 20) where id = 3", "cannot be read")]
    [InlineData("update stretch set due_current = due_current + 1 where dossier_id = 3 and n = 0", "Stretch 0")]
    [InlineData("update stretch set due_current_day = due_current_day + 1 where dossier_id = 3 and n = 0", "Stretch 0")]
    [InlineData("delete from stretch_day where dossier_id = 3", "not among its days")]
    [InlineData("insert into stretch_day (day, unit_id, dossier_id) values (20220101, 1, 3)", "days on which something happens")]
    [InlineData("delete from dossier_finding where dossier_id = (select min(dossier_id) from dossier_finding)", "Findings")]
    [InlineData("delete from working_day where day > 21000101", "ends too early")]
    [InlineData("update working_day set ordinal = ordinal + 1 where day = 20221110", "Working days through 20221110")]
    [InlineData("update source set greatest_id = 'D0' where name = 's1'", "greatest id")]
    [InlineData("update source set greatest_id = null where name = 's1'", "greatest id")]
    [InlineData("alter table event_log disable trigger all; update event_log set unit = '503' where seq = 7", "digest differs")]
    [InlineData("alter table event_log disable trigger all; delete from event_log where seq = 7", "events are missing")]
    [InlineData("alter table event_log disable trigger all; alter table event_log drop constraint event_log_source_id_event_id_key; insert into event_log select (select max(seq) + 1 from event_log), source_id, event_id, digest, dossier_id, type, time, recorded, unit, procedure, field, due_at, channel, holder, step_due_at, document, target_event_id, chain from event_log where seq = 1", "chain value differs")]
    public Task It_is_found(string sql, string said) => Tampering.IsFoundAsync(new PostgresStoreFixture(), sql, said);

    [Theory]
    [InlineData("update event_log set unit = '503'")]
    [InlineData("delete from event_log")]
    [InlineData("truncate event_log")]
    [InlineData("insert into event_log select seq + 1000, source_id, event_id, digest, dossier_id, type, time, recorded, unit, procedure, field, due_at, channel, holder, step_due_at, document, target_event_id, chain from event_log")]
    public async Task The_log_cannot_be_changed_or_have_an_event_twice(string sql)
    {
        await using var fixture = new PostgresStoreFixture();
        await using (var store = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            await store.Writer.SubmitAsync(new[] { RandomHistory.Received("D1", "a") }.Submitted());
        }

        using var connection = StoreDatabase.Connect(fixture.Address, write: true);
        Should.Throw<PostgresException>(() => connection.Execute(sql)).SqlState.ShouldBeOneOf(PostgresErrorCodes.RaiseException, PostgresErrorCodes.UniqueViolation);
    }
}
