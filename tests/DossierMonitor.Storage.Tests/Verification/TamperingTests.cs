using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Tests.Contract;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Verification;

/// <summary>A change anywhere in what follows from the log is found, and so is one in the index of ids.</summary>
public sealed class TamperingTests
{
    [Theory]
    [InlineData("update tally_day set counts = x'0102' where (month, slice_id) = (select month, slice_id from tally_day limit 1)", "tally_day")]
    [InlineData("delete from tally_day where slice_id = 1", "tally_day 1,")]
    [InlineData("insert into tally_day (month, slice_id, counts) values (203001, 1, x'2002')", "203001")]
    [InlineData("insert into tally_day (month, slice_id, counts) values (203001, 1, x'')", "tally_day 1,")]
    [InlineData("update tally_month set counts = cast(counts || x'8001' as blob) where slice_id = 1", "tally_month 1,")]
    [InlineData("delete from tally_month where slice_id = (select max(slice_id) from tally_month)", "tally_month")]
    [InlineData("update tally_unit_day set counts = (select counts from tally_unit_day where slice_id = 2 limit 1) where slice_id = 1", "tally_unit_day 1,")]
    [InlineData("update tally_unit_month set counts = x'' where slice_id = 1", "tally_unit_month 1,")]
    [InlineData("delete from tally_late where (month, slice_id) = (select month, slice_id from tally_late limit 1)", "tally_late")]
    [InlineData("delete from tally_unit_late where (month, slice_id) = (select month, slice_id from tally_unit_late limit 1)", "tally_unit_late")]
    [InlineData("delete from tally_late_month where (month, slice_id) = (select month, slice_id from tally_late_month limit 1)", "tally_late_month")]
    [InlineData("update tally_unit_late_month set counts = cast(counts || x'8180087F' as blob) where slice_id = (select min(slice_id) from tally_unit_late_month)", "tally_unit_late_month")]
    [InlineData("update dossier set events = x'' where id = 3", "no event in the log")]
    [InlineData("update dossier set events = (select events from dossier where id = 4) where id = 3", "has an event that the log does not have of it")]
    [InlineData("update dossier set events = cast(events || (select events from dossier where id = 4) as blob) where id = 4", "has an event that the log does not have of it")]
    [InlineData("update dossier set events = substr(events, 1, 20) where id = 3", "cannot be read")]
    [InlineData("update stretch set due_current = due_current + 1 where dossier_id = 3 and n = 0", "Stretch 0")]
    [InlineData("update stretch set due_current_day = due_current_day + 1 where dossier_id = 3 and n = 0", "Stretch 0")]
    [InlineData("delete from stretch_day where dossier_id = 3", "not among its days")]
    [InlineData("insert into stretch_day (day, unit_id, dossier_id) values (20220101, 1, 3)", "days on which something happens")]
    [InlineData("delete from dossier_finding where dossier_id = (select min(dossier_id) from dossier_finding)", "Findings")]
    [InlineData("delete from working_day where day > 21000101", "ends too early")]
    [InlineData("update working_day set ordinal = ordinal + 1 where day = 20221110", "Working days through 20221110")]
    [InlineData("insert into event_key (key, seq) values (1, 1)", "index of ids")]
    [InlineData("insert into event_key_part (part, through) values (0, 1), (1, 1000)", "index of ids")]
    [InlineData("update source set greatest_id = 'D0' where name = 's1'", "greatest id")]
    [InlineData("update source set greatest_id = null where name = 's1'", "greatest id")]
    public Task It_is_found(string sql, string said) => Tampering.IsFoundAsync(new SqliteStoreFixture(), "pragma foreign_keys = off; " + sql, said);
}

/// <summary>A database that proves itself, is changed behind the program's back, and then says what is wrong.</summary>
internal static class Tampering
{
    public static async Task IsFoundAsync(IStoreFixture database, string sql, string said)
    {
        await using var fixture = database;
        await using (var store = await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            await RandomHistory.SubmitShuffledAsync(store, RandomHistory.Events(seed: 12, dossiers: 40), 4);
        }

        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference.ShouldBeNull();
        using (var connection = StoreDatabase.Connect(fixture.Address, write: true))
        {
            connection.Execute(sql).ShouldBeGreaterThan(0);
        }

        Verifier.Run(fixture.Address, RandomHistory.Rulebook, [], TimeProvider.System).Difference!.Detail.ShouldContain(said);
    }
}
