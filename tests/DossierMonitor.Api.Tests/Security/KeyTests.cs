using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Tests.Closings;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.Verification;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>How keys are made, changed over and revoked, and what is recorded of it.</summary>
public sealed class KeyTests
{
    private const string Portal = """{"name":"portal","source":"/portal/test","scopes":["events:write"]}""";

    [Fact]
    public async Task A_key_has_256_random_bits_and_only_its_digest_is_stored()
    {
        await using var service = await TestService.StartAsync();
        var (one, other) = (await service.KeyAsync(Portal), await service.KeyAsync(Portal));
        var parts = one.Split('.');
        parts.Length.ShouldBe(2);
        parts[0].ShouldStartWith("dm_");
        System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]).Length.ShouldBe(32);
        other.ShouldNotBe(one);
        other.Split('.')[0].ShouldNotBe(parts[0]);
        if (TestDatabase.IsPostgres)
        {
            System.Text.Encoding.Latin1.GetString(await TestDatabase.ValuesAsync(service)).ShouldNotContain(parts[1]);
        }

        foreach (var file in TestDatabase.IsPostgres ? [] : Directory.GetFiles(Path.GetDirectoryName(service.DatabasePath)!, "test.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            (await reader.ReadToEndAsync()).ShouldNotContain(parts[1]);
        }

        var stored = (await service.GetAsync("/v1/keys")).Items("items");
        stored.Select(key => key.Text("state")).ShouldBe(["live", "live"]);
        stored[0].GetRawText().ShouldNotContain(parts[1]);
    }

    /// <summary>The prefix is no secret: every list shows it.</summary>
    [Fact]
    public async Task The_right_prefix_with_another_secret_opens_nothing()
    {
        await using var service = await TestService.StartAsync();
        var (one, other) = (await service.KeyAsync(Portal), await service.KeyAsync(Portal));
        var (prefix, secret) = (one.Split('.')[0], one.Split('.')[1]);
        foreach (var wrong in new[]
        {
            other.Split('.')[1], secret[..^1], secret + "A", secret[1..] + secret[0], (secret[0] == 'A' ? 'B' : 'A') + secret[1..], secret + "=", secret.ToUpperInvariant() + "a", "",
        })
        {
            service.Present($"{prefix}.{wrong}");
            (await service.GetAsync("/v1/sources", 401)).Errors().ShouldBe([("", "keyInvalid")]);
        }

        service.Present(one);
        await service.GetAsync("/v1/sources");
    }

    [Fact]
    public async Task Two_live_keys_serve_one_source_until_the_old_one_is_revoked()
    {
        await using var service = await TestService.StartAsync();
        var (old, fresh) = (await service.KeyAsync(Portal), await service.KeyAsync(Portal));
        service.Present(old);
        (await service.PostOkAsync(EventText.Received("1", "A", "2022-11-03T08:15:00+07:00", "502").ToJsonString())).Text("status").ShouldBe("accepted");
        service.Present(fresh);
        (await service.PostOkAsync(EventText.Received("1", "A", "2022-11-03T08:15:00+07:00", "502").ToJsonString())).Text("status").ShouldBe("duplicate");
        service.Present(TestService.AdminKey);
        await service.RevokeAsync(old);
        await service.RevokeAsync(old);

        // Where it was revoked it is worth nothing at once.
        service.Present(old);
        (await service.GetAsync("/v1/sources", 401)).Errors().ShouldBe([("", "keyInvalid")]);
        service.Present(fresh);
        (await service.GetAsync("/v1/sources")).Items("items").Count.ShouldBe(1);
    }

    /// <summary>The command line is another process, as another replica is.</summary>
    [Fact]
    public async Task What_the_command_line_changes_holds_in_the_service_within_a_minute()
    {
        await using var service = await TestService.StartAsync();
        await service.GetAsync("/v1/keys");
        var key = (await RunAsync("keys", "create", "--name", "portal", "--source", "/portal/test", "--scopes", "events:write,metrics:read", "--database", service.Settings.Database, "--reference", service.ReferenceFolder)).Trim();
        key.ShouldNotContain("\n");
        service.Time.Advance(TimeSpan.FromSeconds(2));
        service.Present(key);
        await service.GetAsync("/v1/targets");

        (await RunAsync("keys", "revoke", key, "--database", service.Settings.Database)).ShouldNotContain(key.Split('.')[1]);
        service.Time.Advance(TimeSpan.FromSeconds(60));
        await service.GetAsync("/v1/targets", 401);
        var list = await RunAsync("keys", "list", "--database", service.Settings.Database);
        list.ShouldContain("revoked\tportal\t/portal/test\tevents:write,metrics:read");
        service.Present(TestService.AdminKey);
        (await service.GetAsync("/v1/audit")).Items("items").Select(record => (record.Text("actor"), record.Text("action"))).ShouldBe(
            [("service", "rules.changed"), ("command line", "key.created"), ("command line", "key.revoked")]);
    }

    [Fact]
    public async Task A_key_lives_to_the_end_of_its_last_day()
    {
        await using var service = await TestService.StartAsync();
        var key = await service.KeyAsync("""{"name":"guest","scopes":["metrics:read"],"expiresAt":"2022-12-16"}""");
        service.Present(key);
        service.Time.SetUtcNow(DateTimeOffset.Parse("2022-12-16T23:59:59+07:00", System.Globalization.CultureInfo.InvariantCulture));
        await service.GetAsync("/v1/targets");
        service.Time.Advance(TimeSpan.FromSeconds(1));
        await service.GetAsync("/v1/targets", 401);
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":[]}""", "/scopes", "unknownScope")]
    [InlineData("""{"name":"x","scopes":["everything"]}""", "/scopes", "unknownScope")]
    [InlineData("""{"name":"x","scopes":["events:write"]}""", "/source", "sourceNeeded")]
    [InlineData("""{"name":" ","scopes":["metrics:read"]}""", "/name", "invalidName")]
    [InlineData("""{"name":"0912345678","scopes":["metrics:read"]}""", "/name", "personalData")]
    [InlineData("""{"name":"x","scopes":["metrics:read"],"unit":"999"}""", "/unit", "unknownUnit")]
    [InlineData("""{"name":"x","scopes":["admin"],"unit":"502"}""", "/unit", "adminUnit")]
    [InlineData("""{"name":"x","scopes":["metrics:read"],"expiresAt":"2022-12-14"}""", "/expiresAt", "expiresInPast")]
    [InlineData("""{"name":"x","scopes":["metrics:read"],"expiresAt":"soon"}""", "/expiresAt", "invalidDueDate")]
    public async Task A_key_that_makes_no_sense_is_not_made(string json, string pointer, string reason)
    {
        await using var service = await TestService.StartAsync();
        (await service.PostProblemAsync(json, 400, path: "/v1/keys")).Errors().ShouldBe([(pointer, reason)]);
        (await service.GetAsync("/v1/keys")).Items("items").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update access_key set scopes = 'admin' where name = 'portal'", null)]
    [InlineData("delete from access_key", "revoked, not deleted")]
    [InlineData("update audit set actor = 'nobody'", "append-only")]
    [InlineData("delete from audit", "append-only")]
    [InlineData("drop trigger audit_no_update; update audit set actor = 'nobody' where id = 2", "audit")]
    [InlineData("drop trigger audit_no_delete; delete from audit where id = 2", "audit")]
    [InlineData("drop trigger audit_no_update; update audit set id = id + 10", "audit")]
    [InlineData("insert into audit (at, actor, action, subject, details, chain) values (1, 'x', 'x', 'x', '{}', x'00')", "audit")]
    public async Task The_audit_cannot_be_changed_unseen(string sql, string? complaint)
    {
        TestDatabase.OfFilesOnly();
        await using var service = await TestService.StartAsync();
        await service.KeyAsync(Portal);
        await service.ClosePeriodAsync();
        await using var connection = new SqliteConnection("Data Source=" + service.DatabasePath + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        string? said = null;
        try
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        catch (SqliteException error)
        {
            said = error.Message;
        }

        said ??= Verifier.Run(service.DatabasePath, service.Host.Store.Writer.Rulebook, [], service.Time).Difference?.Part;
        if (complaint is null)
        {
            said.ShouldBeNull();
        }
        else
        {
            said.ShouldNotBeNull().ShouldContain(complaint);
        }
    }

    [Fact]
    public async Task Every_administrative_change_is_recorded_with_who_made_it()
    {
        await using var service = await TestService.StartAsync();
        var admin = await service.KeyAsync("""{"name":"chief","scopes":["admin"]}""");
        service.Present(admin);
        var portal = await service.KeyAsync(Portal);
        await service.ClosePeriodAsync();
        await File.AppendAllTextAsync(Path.Combine(service.ReferenceFolder, "calendar.csv"), "2022-11-08,off,test,high\n", TestContext.Current.CancellationToken);
        await service.PostOkAsync("", path: "/v1/reference/reload");
        var secret = await service.PostCreatedAsync("", "/v1/sources/%2Fportal%2Ftest/signing-secrets");
        using (var revoked = await service.Http.DeleteAsync(new Uri($"/v1/sources/%2Fportal%2Ftest/signing-secrets/{secret.GetProperty("stored").GetProperty("id").GetInt64()}", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            ((int)revoked.StatusCode).ShouldBe(204);
        }

        await service.RevokeAsync(portal);
        var prefix = admin.Split('.')[0];
        var first = await service.GetAsync("/v1/audit?limit=5");
        var rest = await service.GetAsync("/v1/audit?limit=5&cursor=" + first.Text("next"));
        rest.GetProperty("next").GetString().ShouldBeNull();
        first.Items("items").Concat(rest.Items("items")).Select(record => (record.Text("actor"), record.Text("action"), record.Text("subject"))).ShouldBe(
        [
            ("service", "rules.changed", first.Items("items")[0].Text("subject")),
            ("admin", "key.created", prefix),
            ($"chief ({prefix})", "key.created", portal.Split('.')[0]),
            ($"chief ({prefix})", "period.closed", "2022"),
            ($"chief ({prefix})", "rules.changed", service.Host.Store.Writer.Rulebook.Digest),
            ($"chief ({prefix})", "signing.created", "/portal/test"),
            ($"chief ({prefix})", "signing.revoked", "/portal/test"),
            ($"chief ({prefix})", "key.revoked", portal.Split('.')[0]),
        ]);
        Verifier.Run(service.DatabasePath, service.Host.Store.Writer.Rulebook, [], service.Time).Difference.ShouldBeNull();
    }

    [Fact]
    public void A_key_is_compared_whole()
    {
        var key = AccessKey.Split("dm_abcdefghij.secret").ShouldNotBeNull();
        key.ShouldBe(("dm_abcdefghij", "secret"));
        foreach (var other in new[] { "", ".", "dm_abcdefghij", "dm_abcdefghij.", "dm_abcdefghi.secret", "xx_abcdefghij.secret", "secret.dm_abcdefghij" })
        {
            AccessKey.Split(other).ShouldBeNull(other);
        }
    }

    private static async Task<string> RunAsync(params string[] args)
    {
        var before = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            (await CommandLine.RunAsync(args)).ShouldBe(CommandLine.Success);
        }
        finally
        {
            Console.SetOut(before);
        }

        return output.ToString();
    }
}
