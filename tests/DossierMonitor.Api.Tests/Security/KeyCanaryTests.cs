using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Security;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Storage.Administration;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Keys are presented in every way, right ones and wrong ones, and are found nowhere but in the answer that made them.</summary>
public sealed class KeyCanaryTests
{
    private const string Source = "/portal/signs";
    private const string SecretsPath = "/v1/sources/%2Fportal%2Fsigns/signing-secrets";

    [Fact]
    public async Task A_key_is_only_in_the_answer_that_made_it()
    {
        await using var watched = await WatchedService.StartAsync();
        var pushing = await NewAsync("/v1/keys", "key", new { name = "Pushes", scopes = new[] { "events:write" }, source = Source });
        var reading = await NewAsync("/v1/keys", "key", new { name = "Reads", scopes = new[] { "metrics:read", "dossiers:read" } });
        var administrating = await NewAsync("/v1/keys", "key", new { name = "Second", scopes = new[] { "admin" } });
        var expired = await NewAsync("/v1/keys", "key", new { name = "Expired", scopes = new[] { "admin" }, expiresAt = "2022-12-15T17:00:01+07:00" });
        var revoked = await NewAsync("/v1/keys", "key", new { name = "Revoked", scopes = new[] { "admin" } });
        var signing = await NewAsync(SecretsPath, "secret", new { });
        await watched.SendAsync("DELETE", "/v1/keys/" + revoked.Split('.')[0]);
        watched.Service.Time.Advance(TimeSpan.FromMinutes(1));

        // One that was guessed, and one that is wrong by its last letter.
        var guessed = pushing.Split('.')[0] + ".GuessedGuessedGuessedGuessedGuessedGuessed12";
        var mistyped = reading[..^1] + (reading[^1] == 'A' ? 'B' : 'A');
        string[] presented = [pushing, reading, administrating, expired, revoked, guessed, mistyped, TestService.AdminKey, signing];
        string[] secrets = [.. presented.Select(key => key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]), signing[SigningSecret.Lead.Length..]];
        var canaries = new Canaries(secrets);
        var leaks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in presented)
        {
            await PresentAsync(key);
        }

        await SignAsync();
        foreach (var (name, bytes) in await watched.TracesAsync())
        {
            // What a signature is computed with cannot be kept as a digest.
            var isStored = name.StartsWith("the database", StringComparison.Ordinal) || name == "the backup";
            Search(name, bytes, isStored ? new Canaries(secrets.Where(secret => !signing.EndsWith(secret, StringComparison.Ordinal))) : canaries);
        }

        leaks.Values.ShouldBeEmpty(string.Join(Environment.NewLine, leaks.Values));

        // It would be found where it is: the one answer, and the one secret that is stored.
        canaries.FindIn(Encoding.UTF8.GetBytes($"{{\"key\":\"{pushing}\"}}")).ShouldNotBeNull();
        new Canaries([signing]).FindIn(TestDatabase.IsPostgres ? await TestDatabase.ValuesAsync(watched.Service) : await File.ReadAllBytesAsync(watched.Service.DatabasePath)).ShouldNotBeNull();

        async Task<string> NewAsync(string path, string member, object request)
        {
            using var response = await watched.Service.PostAsync(JsonSerializer.Serialize(request), path: path);
            var text = await response.Content.ReadAsStringAsync();
            ((int)response.StatusCode).ShouldBe(201, text);
            return JsonDocument.Parse(text).RootElement.Text(member);
        }

        async Task PresentAsync(string key)
        {
            var escaped = Uri.EscapeDataString(key);
            var one = Encoding.UTF8.GetBytes(EventText.Received("k", "K", "2022-11-03T08:15:00+07:00", "NOWHERE", null, "OPEN").ToJsonString());

            // As it is meant, at every route.
            foreach (var (method, pattern) in RoutesOf(watched.Service))
            {
                var path = pattern.Replace("{source}", "x", StringComparison.Ordinal).Replace("{id}", "9", StringComparison.Ordinal).Replace("{code}", "x", StringComparison.Ordinal)
                    .Replace("{prefix}", "x", StringComparison.Ordinal).Replace("{year}", "2022", StringComparison.Ordinal);
                await SendAsync(method, path.Contains('{', StringComparison.Ordinal) ? "/" : path, method == "POST" ? "{}"u8.ToArray() : null, key);
            }

            await SendAsync("POST", "/v1/events", one, key);

            // As it is not meant.
            foreach (var path in new[] { $"/v1/dossiers?key={escaped}", $"/v1/dossiers?access_token={escaped}&{escaped}=1", $"/v1/dossiers/{escaped}", $"/{escaped}", $"/v1/calendar/{escaped}", $"/docs/{escaped}", $"/v1/rejections?cursor={escaped}" })
            {
                await SendAsync("GET", path, null, TestService.AdminKey);
            }

            foreach (var path in new[] { $"/v1/keys/{escaped}", $"{SecretsPath}/{escaped}" })
            {
                await SendAsync("DELETE", path, null, TestService.AdminKey);
            }

            foreach (var authorization in new[] { key, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("x:" + key)), $"Bearer {key} {key}", $"Bearer x, Bearer {key}", $"Bearer \"{key}\"", $"Digest {key}" })
            {
                await SendAsync("GET", "/v1/dossiers", null, null, ("Authorization", authorization));
            }

            await SendAsync("GET", "/v1/dossiers", null, null, ("Authorization", "Bearer " + key), ("Authorization", "Bearer " + key));
            await SendAsync("GET", "/v1/dossiers", null, null, ("X-Api-Key", key), ("Cookie", "key=" + key), ("User-Agent", key), ("Proxy-Authorization", "Bearer " + key), ("X-Request-Id", key), ("Accept-Language", key));
            await SendAsync("POST", "/v1/events", one, pushing, ("webhook-id", key), ("webhook-timestamp", key), ("webhook-signature", key));
            foreach (var body in new[] { $"{{\"key\":\"{key}\"}}", $"\"{key}\"", key, $"[{{\"{key}\":1}}]", $"{{\"data\":\"{key}\",\"type\":\"{key}\",\"time\":\"{key}\"}}" })
            {
                await SendAsync("POST", "/v1/events", Encoding.UTF8.GetBytes(body), TestService.AdminKey);
                await SendAsync("POST", "/v1/keys", Encoding.UTF8.GetBytes(body), TestService.AdminKey);
                await SendAsync("POST", "/v1/closings", Encoding.UTF8.GetBytes(body), TestService.AdminKey);
            }

            // Whoever revokes by the whole key meant well.
            var error = new StringWriter();
            var log = Console.Error;
            Console.SetError(error);
            try
            {
                await CommandLine.RunAsync(["keys", "revoke", "dm_nosuchkey." + key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..], "--database", watched.Service.Settings.Database]);
            }
            finally
            {
                Console.SetError(log);
            }

            Search("the command's error", Encoding.UTF8.GetBytes(error.ToString()), canaries);
        }

        // With the secret as it is meant, and with the secret where the signature should be.
        async Task SignAsync()
        {
            var body = Encoding.UTF8.GetBytes(EventText.Event("s", "received", "S", "2022-11-03T08:15:00+07:00", new { unit = "502", procedure = "OPEN" }, Source).ToJsonString());
            var now = watched.Service.Time.GetUtcNow().ToUnixTimeSeconds();
            var secret = Convert.FromBase64String(signing[SigningSecret.Lead.Length..]);
            foreach (var signature in new[] { WebhookSignature.Sign("m", now, body, secret), WebhookSignature.Sign("m", now, body, RandomNumberGenerator.GetBytes(32)), "v1," + signing, signing, "v1," + signing[SigningSecret.Lead.Length..] })
            {
                await SendAsync("POST", "/v1/events", body, pushing, ("webhook-id", "m"), ("webhook-timestamp", $"{now}"), ("webhook-signature", signature));
            }

            (await watched.Service.GetAsync("/v1/dossiers/S")).Text("source").ShouldBe(Source);
            await SendAsync("GET", SecretsPath, null, TestService.AdminKey);
        }

        async Task SendAsync(string method, string path, byte[]? body, string? key, params (string, string)[] headers)
        {
            // It would be a key that is found, and rightly so.
            if (method == "POST" && path == SecretsPath)
            {
                return;
            }

            Search($"the answer to {method} {path}", await watched.SendAsync(method, path, body, "application/json", key, headers), canaries);
        }

        void Search(string name, byte[] bytes, Canaries sought)
        {
            if (sought.FindIn(bytes) is { } leak)
            {
                leaks.TryAdd(name, $"In {name}: {leak}");
            }
        }
    }

    private static IEnumerable<(string Method, string Pattern)> RoutesOf(TestService service) => service.Host.Routes
        .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, "/" + route.RoutePattern.RawText!.TrimStart('/'))))
        .Where(route => route.Item2 != "/v1/sources/{source}/signing-secrets" || route.method != "POST")
        .Distinct();
}
