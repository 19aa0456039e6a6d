using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.Tests.Contract;
using Npgsql;
using NpgsqlTypes;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

public sealed class PostgresPlanTests
{
    /// <summary>In a table that is small, or of which there are no statistics yet, too: the plan stays while the table grows.</summary>
    [Theory]
    [InlineData("Dossiers/update-dossier", 2)]
    [InlineData("Dossiers/delete-stretches", 2)]
    [InlineData("Dossiers/delete-stretch-day", 3)]
    [InlineData("Dossiers/delete-findings", 1)]
    [InlineData("EventLog/find-events", 2)]
    [InlineData("Dossiers/find-dossiers", 1)]
    public async Task What_the_writer_knows_the_keys_of_it_does_not_look_for_in_the_whole_table(string script, int parameters)
    {
        await using var fixture = new PostgresStoreFixture();
        await using (await fixture.OpenAsync(RandomHistory.Rulebook))
        {
            // Migrated.
        }

        using var connection = (PostgresStoreConnection)StoreDatabase.Connect(fixture.Address, write: true);
        connection.Execute("insert into stretch (dossier_id, n, cycle, cycle_start, slice_id, started, entry, exit, paused) select i, 0, 1, 0, 1, 0, 0, 0, 0 from generate_series(1, 500) i; analyze stretch");
        using var transaction = connection.BeginWrite();
        connection.FindByKeys();
        connection.Send();
        using var explain = new NpgsqlCommand("explain " + connection.Script(script), connection.Raw);
        foreach (var name in Enumerable.Range(0, parameters).Select(i => $"p{i}"))
        {
            var type = (script, name) switch
            {
                ("Dossiers/update-dossier", "p1") => NpgsqlDbType.Bytea,
                ("EventLog/find-events", _) or ("Dossiers/find-dossiers", _) => NpgsqlDbType.Text,
                _ => NpgsqlDbType.Bigint,
            };
            explain.Parameters.Add(new NpgsqlParameter
            {
                ParameterName = name,
                NpgsqlDbType = NpgsqlDbType.Array | type,
                Value = type switch
                {
                    NpgsqlDbType.Bytea => Array.ConvertAll(Keys, _ => Array.Empty<byte>()),
                    NpgsqlDbType.Text => Array.ConvertAll(Keys, key => key.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    _ => Keys,
                },
            });
        }

        var plan = new List<string>();
        using (var reader = explain.ExecuteReader())
        {
            while (reader.Read())
            {
                plan.Add(reader.GetString(0));
            }
        }

        plan.ShouldNotContain(step => step.Contains("Seq Scan", StringComparison.Ordinal) || step.Contains("Hash Join", StringComparison.Ordinal), string.Join('\n', plan));
        plan.ShouldContain(step => step.Contains("Index", StringComparison.Ordinal));
    }

    private static long[] Keys => [.. Enumerable.Range(1, 2_000).Select(i => (long)i)];
}
