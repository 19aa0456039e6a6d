using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Api.Tests.Contract;
using DossierMonitor.Api.Tests.Fixture;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>What a caller presents.</summary>
public enum Credential
{
    None,
    Malformed,
    Expired,
    Revoked,

    /// <summary>Reads figures and dossiers, bound to the unit.</summary>
    Read,

    /// <summary>Pushes for the source, bound to the unit.</summary>
    Write,

    Admin,

    /// <summary>All scopes but admin, of another source and another unit.</summary>
    Other,
}

/// <summary>What it asks about, as seen by <see cref="Credential.Read"/> and <see cref="Credential.Write"/>.</summary>
public enum Target
{
    Own,
    Foreign,
    Missing,
}

/// <summary>
/// Every endpoint that is routed × what is presented × whose data it is about. What is expected stands here a second time, by hand:
/// an endpoint that nobody has thought about fails the test.
/// </summary>
public sealed class AuthorizationMatrixTests(AuthorizationMatrixTests.Province province) : IClassFixture<AuthorizationMatrixTests.Province>
{
    private static readonly Dictionary<Target, string> Units = new() { [Target.Own] = "502", [Target.Foreign] = "503", [Target.Missing] = "999" };
    private static readonly Dictionary<Target, string> Dossiers = new() { [Target.Own] = "A1", [Target.Foreign] = "B1", [Target.Missing] = "C1" };
    private static readonly Dictionary<Target, string> Sources = new() { [Target.Own] = "/portal/a", [Target.Foreign] = "/portal/b", [Target.Missing] = "/portal/c" };

    private static int _made;

    // Per unit: what the caller may not see is answered like what there is not.
    private static readonly Expected OfUnit = new(Read: (200, 400, 400), Write: (403, 403, 403), Admin: (200, 200, 400), Other: (400, 200, 400));
    private static readonly Expected OfDossier = new(Read: (200, 404, 404), Write: (403, 403, 403), Admin: (200, 200, 404), Other: (404, 200, 404));
    private static readonly Expected OfSource = new(Read: (403, 403, 403), Write: (200, 404, 404), Admin: (200, 200, 404), Other: (404, 200, 404));

    // An admin's push about a missing dossier is one that comes before its receipt.
    private static readonly Expected Push = new(Read: (403, 403, 403), Write: (200, 403, 403), Admin: (200, 200, 200), Other: (403, 200, 403));
    private static readonly Expected ForAllKeys = Expected.Everywhere(read: 200, write: 200, admin: 200, other: 200);
    private static readonly Expected ForReaders = Expected.Everywhere(read: 200, write: 403, admin: 200, other: 200);
    private static readonly Expected ForWriters = Expected.Everywhere(read: 403, write: 200, admin: 200, other: 200);

    // All keys here but the admin's are bound to a unit.
    private static readonly Expected OfTheWhole = Expected.Everywhere(read: 403, write: 403, admin: 200, other: 403);
    private static readonly Expected ForAdmins = OfTheWhole;
    private static readonly Expected Makes = Expected.Everywhere(read: 403, write: 403, admin: 201, other: 403);
    private static readonly Expected Open = new(Read: (200, 200, 200), Write: (200, 200, 200), Admin: (200, 200, 200), Other: (200, 200, 200)) { IsOpen = true };

    private static readonly Dictionary<string, (Expected Expected, Func<Target, Request> Ask)> Endpoints = new(StringComparer.Ordinal)
    {
        ["POST /v1/events"] = (Push, target => Post("/v1/events", EventText.Event(
            Next(), "processing", target == Target.Missing ? "N" + Next() : Dossiers[target], "2022-12-01T08:00:00+07:00", new { holder = "H" }, "{source}").ToJsonString())),
        ["GET /v1/rejections"] = (ForWriters, _ => Get("/v1/rejections")),
        ["GET /v1/on-time"] = (OfUnit, target => Get($"/v1/on-time?by=unit&unit={Units[target]}")),
        ["GET /v1/trend"] = (OfUnit, target => Get($"/v1/trend?by=unit&unit={Units[target]}")),
        ["GET /v1/ageing"] = (OfUnit, target => Get($"/v1/ageing?by=unit&unit={Units[target]}")),
        ["GET /v1/due-soon"] = (OfUnit, target => Get($"/v1/due-soon?by=unit&unit={Units[target]}")),
        ["GET /v1/league"] = (OfUnit, target => Get($"/v1/league?by=unit&unit={Units[target]}")),
        ["GET /v1/reports/ii-06a"] = (OfUnit, target => Get($"/v1/reports/ii-06a?by=unit&unit={Units[target]}")),
        ["GET /v1/reports/progress-766"] = (OfUnit, target => Get($"/v1/reports/progress-766?by=unit&unit={Units[target]}&format=html")),
        ["GET /v1/reports/league"] = (OfUnit, target => Get($"/v1/reports/league?by=unit&unit={Units[target]}&format=csv")),
        ["GET /v1/reconciliation"] = (OfUnit, target => Get($"/v1/reconciliation?unit={Units[target]}")),
        ["GET /v1/targets"] = (ForReaders, _ => Get("/v1/targets")),
        ["GET /v1/badges/{unit}.svg"] = (OfDossier, target => Get($"/v1/badges/{Units[target]}.svg")),
        ["GET /v1/badges/targets/{id}.svg"] = (ForReaders, _ => Get("/v1/badges/targets/branch-on-time.svg")),
        ["GET /v1/dossiers"] = (OfUnit, target => Get($"/v1/dossiers?unit={Units[target]}")),
        ["GET /v1/dossiers/{code}"] = (OfDossier, target => Get($"/v1/dossiers/{Dossiers[target]}")),
        ["GET /v1/dossiers/{code}/deadline"] = (OfDossier, target => Get($"/v1/dossiers/{Dossiers[target]}/deadline")),
        ["GET /v1/findings"] = (OfTheWhole, _ => Get("/v1/findings")),
        ["GET /v1/closings"] = (OfTheWhole, _ => Get("/v1/closings")),
        ["POST /v1/closings"] = (Makes, _ => Post("/v1/closings", $$"""{"name":"c{{Next()}}","from":"2022-01-01","to":"2022-11-30"}""")),
        ["GET /v1/closings/{id}"] = (new(Read: (403, 403, 403), Write: (403, 403, 403), Admin: (200, 200, 404), Other: (403, 403, 403)), target => Get($"/v1/closings/{(target == Target.Missing ? 999 : 1)}")),
        ["GET /v1/closings/{id}/restatement"] = (new(Read: (403, 403, 403), Write: (403, 403, 403), Admin: (200, 200, 404), Other: (403, 403, 403)), target => Get($"/v1/closings/{(target == Target.Missing ? 999 : 1)}/restatement")),
        ["GET /v1/units"] = (ForAllKeys, _ => Get("/v1/units")),
        ["GET /v1/procedures"] = (ForAllKeys, _ => Get("/v1/procedures")),
        ["GET /v1/calendar/{year}"] = (ForAllKeys, _ => Get("/v1/calendar/2022")),
        ["POST /v1/calendar/what-if"] = (OfTheWhole, _ => Post("/v1/calendar/what-if", """{"days":[{"date":"2022-11-08","kind":"off","reason":"test"}]}""")),
        ["GET /v1/definitions"] = (ForAllKeys, _ => Get("/v1/definitions")),
        ["POST /v1/reference/reload"] = (ForAdmins, _ => Post("/v1/reference/reload", "")),
        ["GET /v1/log/head"] = (ForReaders, _ => Get("/v1/log/head")),
        ["GET /v1/verification"] = (ForReaders, _ => Get("/v1/verification")),
        ["GET /v1/keys"] = (ForAdmins, _ => Get("/v1/keys")),
        ["POST /v1/keys"] = (Makes, _ => Post("/v1/keys", """{"name":"made","scopes":["metrics:read"]}""")),
        ["DELETE /v1/keys/{prefix}"] = (new(Read: (403, 403, 403), Write: (403, 403, 403), Admin: (200, 200, 404), Other: (403, 403, 403)), target => Delete($"/v1/keys/{(target == Target.Missing ? "dm_none" : "{prefix}")}")),
        ["GET /v1/sources"] = (ForWriters, _ => Get("/v1/sources")),
        ["GET /v1/sources/{source}/digest"] = (OfSource, target => Get($"/v1/sources/{Uri.EscapeDataString(Sources[target])}/digest")),
        ["GET /v1/sources/{source}/signing-secrets"] = (ForAdmins, _ => Get("/v1/sources/%2Fportal%2Fsigned/signing-secrets")),
        ["POST /v1/sources/{source}/signing-secrets"] = (Makes, _ => Post("/v1/sources/%2Fportal%2Fsigned/signing-secrets", "")),
        ["DELETE /v1/sources/{source}/signing-secrets/{id}"] = (new(Read: (403, 403, 403), Write: (403, 403, 403), Admin: (204, 204, 404), Other: (403, 403, 403)), target => Delete($"/v1/sources/%2Fportal%2Fsigned/signing-secrets/{(target == Target.Missing ? "99999" : "{secret}")}")),
        ["GET /v1/audit"] = (ForAdmins, _ => Get("/v1/audit")),
        ["GET /v1/freshness"] = (OfTheWhole, _ => Get("/v1/freshness")),
        ["GET /metrics"] = (OfTheWhole, _ => Get("/metrics")),
        ["GET /health/live"] = (Open, _ => Get("/health/live")),
        ["GET /health/ready"] = (Open, _ => Get("/health/ready")),
        ["GET /openapi/v1.yaml"] = (Open, _ => Get("/openapi/v1.yaml")),
    };
    // Of the dashboard there are only files, which are the same for everybody.
    static AuthorizationMatrixTests()
    {
        foreach (var address in Pages.Addresses)
        {
            Endpoints["GET " + address] = (Open, _ => Get(address));
        }
    }


    public static TheoryData<Credential, Target> Columns()
    {
        var columns = new TheoryData<Credential, Target>();
        foreach (var credential in Enum.GetValues<Credential>())
        {
            foreach (var target in Enum.GetValues<Target>())
            {
                columns.Add(credential, target);
            }
        }

        return columns;
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Every_endpoint_answers_as_it_should(Credential credential, Target target)
    {
        var wrong = new List<string>();
        foreach (var route in Routed(province.Service))
        {
            var (expected, ask) = Endpoints[route];
            var status = expected.Status(credential, target);
            var (actual, body) = await SendAsync(ask(target), credential);
            if (actual != status)
            {
                wrong.Add($"{route}: {actual} instead of {status}: {body}");
            }

            if (actual >= 400 && ContractDocument.Instance.Check(new HttpMethod(route.Split(' ')[0]), ask(target).Path.Split('?')[0], actual, "application/problem+json", body) is { } breach)
            {
                wrong.Add(breach);
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>A caller learns nothing from the difference.</summary>
    [Theory]
    [InlineData(Credential.Read)]
    [InlineData(Credential.Write)]
    public async Task Foreign_and_missing_look_the_same(Credential credential)
    {
        var compared = 0;
        foreach (var route in Routed(province.Service))
        {
            var (expected, ask) = Endpoints[route];
            var (status, missing) = await SendAsync(ask(Target.Missing), credential);
            if (status is 400 or 403 or 404 && !expected.IsOpen)
            {
                var (_, foreign) = await SendAsync(ask(Target.Foreign), credential);
                Plain(foreign).ShouldBe(Plain(missing), route);
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void Every_endpoint_has_a_policy_and_a_row_in_the_matrix()
    {
        var routes = province.Service.Host.Routes.Where(route => !IsDocs(route)).ToList();
        foreach (var route in routes)
        {
            route.Metadata.GetMetadata<AccessPolicy>().ShouldNotBeNull(route.DisplayName);
        }

        Routed(province.Service).ShouldBe(Endpoints.Keys, ignoreOrder: true);
    }

    private static List<string> Routed(TestService service) =>
        [.. service.Host.Routes.Where(route => !IsDocs(route))
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} /{route.RoutePattern.RawText!.Trim('/')}"))
            .Distinct(StringComparer.Ordinal)];

    // The documentation's pages are open; the framework's own test route is closed before it is reached.
    private static bool IsDocs(RouteEndpoint route) =>
        route.RoutePattern.RawText!.TrimStart('/') is var path && (path.StartsWith("docs", StringComparison.Ordinal) || path.StartsWith("_test_url_cache_", StringComparison.Ordinal));

    private async Task<(int Status, string Body)> SendAsync(Request request, Credential credential)
    {
        var path = request.Path
            .Replace("{prefix}", province.Spare, StringComparison.Ordinal)
            .Replace("{secret}", request.Path.Contains("{secret}", StringComparison.Ordinal) ? await province.SecretAsync() : "", StringComparison.Ordinal);
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(path, UriKind.Relative));
        message.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        if (province.Keys.GetValueOrDefault(credential) is { } key)
        {
            message.Headers.TryAddWithoutValidation("Authorization", credential == Credential.Malformed ? key : "Bearer " + key);
        }

        if (request.Body is { } body)
        {
            // A caller names its own source; naming another is another test.
            var source = credential == Credential.Other ? Sources[Target.Foreign] : Sources[Target.Own];
            message.Content = new StringContent(body.Replace("{source}", source, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        }

        using var response = await province.Http.SendAsync(message);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Plain(string problem)
    {
        var json = JsonDocument.Parse(problem).RootElement;
        return string.Join('\n', json.EnumerateObject().Where(member => member.Name != "traceId").Select(member => member.ToString()));
    }

    private static string Next() => Interlocked.Increment(ref _made).ToString(CultureInfo.InvariantCulture);

    private static Request Get(string path) => new("GET", path, null);

    private static Request Post(string path, string body) => new("POST", path, body);

    private static Request Delete(string path) => new("DELETE", path, null);

    private sealed record Request(string Method, string Path, string? Body);

    /// <param name="Read">Of the own, of the foreign, of the missing.</param>
    private sealed record Expected(
        (int Own, int Foreign, int Missing) Read, (int Own, int Foreign, int Missing) Write, (int Own, int Foreign, int Missing) Admin, (int Own, int Foreign, int Missing) Other)
    {
        public bool IsOpen { get; init; }

        public static Expected Everywhere(int read, int write, int admin, int other) =>
            new((read, read, read), (write, write, write), (admin, admin, admin), (other, other, other));

        public int Status(Credential credential, Target target)
        {
            if (IsOpen)
            {
                return 200;
            }

            var (own, foreign, missing) = credential switch
            {
                Credential.Read => Read,
                Credential.Write => Write,
                Credential.Admin => Admin,
                Credential.Other => Other,
                _ => (401, 401, 401),
            };
            return target switch { Target.Own => own, Target.Foreign => foreign, _ => missing };
        }
    }

    /// <summary>Two units with a dossier each, two sources, and a key of every kind.</summary>
    public sealed class Province : IAsyncLifetime
    {
        private TestService? _service;
        private HttpClient? _http;

        public TestService Service => _service!;

        /// <summary>Without a key of its own.</summary>
        public HttpClient Http => _http!;

        public Dictionary<Credential, string> Keys { get; } = [];

        /// <summary>A key that is there to be revoked.</summary>
        public string Spare { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _service = await TestService.StartAsync(settings => settings with { RequestsPerMinute = 0 });
            _http = _service.PlainClient(null);
            await _service.PostOkAsync(EventText.Batch(
                EventText.Event("r1", "received", "A1", "2022-11-03T08:15:00+07:00", new { unit = "502", procedure = "OPEN" }, "/portal/a"),
                EventText.Event("r1", "received", "B1", "2022-11-03T08:15:00+07:00", new { unit = "503", procedure = "OPEN" }, "/portal/b")));
            await Closings.ClosingRequests.ClosePeriodAsync(_service);
            Keys[Credential.Malformed] = "Bearer dm_without.a.point " + TestService.AdminKey;
            Keys[Credential.Expired] = await _service.KeyAsync("""{"name":"expired","source":"/portal/a","scopes":["admin"],"expiresAt":"2022-12-15T17:00:01+07:00"}""");
            Keys[Credential.Revoked] = await _service.KeyAsync("""{"name":"revoked","source":"/portal/a","scopes":["admin"]}""");
            Keys[Credential.Read] = await _service.KeyAsync("""{"name":"read","scopes":["metrics:read","dossiers:read"],"unit":"502"}""");
            Keys[Credential.Write] = await _service.KeyAsync("""{"name":"write","source":"/portal/a","scopes":["events:write"],"unit":"502"}""");
            Keys[Credential.Admin] = await _service.KeyAsync("""{"name":"administrator","scopes":["admin"]}""");
            Keys[Credential.Other] = await _service.KeyAsync("""{"name":"other","source":"/portal/b","scopes":["events:write","events:backfill","metrics:read","dossiers:read"],"unit":"503"}""");
            Spare = (await _service.KeyAsync("""{"name":"spare","scopes":["metrics:read"]}""")).Split('.')[0];
            await _service.RevokeAsync(Keys[Credential.Revoked]);
            _service.Time.Advance(TimeSpan.FromSeconds(2));
        }

        public async Task<string> SecretAsync()
        {
            var made = await _service!.PostCreatedAsync("", "/v1/sources/%2Fportal%2Fsigned/signing-secrets");
            return made.GetProperty("stored").GetProperty("id").GetRawText();
        }

        public async ValueTask DisposeAsync()
        {
            _http?.Dispose();
            if (_service is not null)
            {
                await _service.DisposeAsync();
            }
        }
    }
}
