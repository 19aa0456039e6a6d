using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Dapper;
using DossierMonitor.Api.Tests.Closings;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Verification;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Conditional;

/// <summary>ETag and If-None-Match: a caller is told "unchanged" when, and only when, it has the very bytes.</summary>
public sealed class ConditionalReadTests
{
    private const string AsOf = "2022-12-15T10:00:00Z";

    public static TheoryData<string> Pinned =>
    [
        $"/v1/on-time?by=unit&asOf={AsOf}",
        $"/v1/on-time?by=field&definition=all&asOf={AsOf}&format=csv",
        $"/v1/trend?by=unit&interval=week&from=2022-11-01&asOf={AsOf}",
        $"/v1/ageing?by=unit&asOf={AsOf}",
        $"/v1/due-soon?by=unit&asOf={AsOf}&format=csv",
        $"/v1/on-time?by=unit&asOf={AsOf}&format=xlsx",
        $"/v1/reports/ii-06a?by=field&asOf={AsOf}&format=html",
        $"/v1/reports/progress-766?by=unit&asOf={AsOf}&format=xlsx&lang=vi",
        $"/v1/targets?asOf={AsOf}",
        $"/v1/reconciliation?asOf={AsOf}",
        $"/v1/dossiers?asOf={AsOf}",
        $"/v1/dossiers?asOf={AsOf}&knownAt={AsOf}",
        $"/v1/dossiers/D1?asOf={AsOf}",
        $"/v1/dossiers/D1/deadline?asOf={AsOf}",
        $"/v1/findings?asOf={AsOf}",
        "/v1/log/head?day=2022-12-15",
        "/v1/verification",
        "/v1/closings/1/restatement",
        "/v1/closings/1",
    ];

    public static TheoryData<string> Others =>
    [
        "/v1/on-time?by=unit",
        "/v1/dossiers?format=csv&bom=1",
        "/v1/units",
        "/v1/procedures",
        "/v1/calendar/2022",
        "/v1/definitions",
        "/v1/rejections",
        "/v1/closings",
        "/v1/log/head",
        "/v1/closings/1?format=csv&by=branch",
        "/v1/closings/1?format=xlsx&by=branch",
    ];

    public sealed record Read(HttpStatusCode Status, string? Tag, byte[] Body, HttpResponseMessage Response);

    [Theory]
    [MemberData(nameof(Pinned))]
    [MemberData(nameof(Others))]
    public async Task What_the_caller_has_is_not_sent_again(string path)
    {
        await using var service = await StartAsync();
        var first = await GetAsync(service, path);
        first.Status.ShouldBe(HttpStatusCode.OK);
        first.Response.Headers.Vary.ShouldBe(["Accept", "Accept-Language", "Accept-Encoding", "Authorization"], ignoreOrder: true);
        var again = await GetAsync(service, path, first.Tag);
        again.Status.ShouldBe(HttpStatusCode.NotModified);
        again.Body.ShouldBeEmpty();
        again.Tag.ShouldBe(first.Tag);
        again.Response.Headers.Vary.ShouldBe(first.Response.Headers.Vary);
        again.Response.Headers.CacheControl.ShouldBe(first.Response.Headers.CacheControl);
        again.Response.Headers.CacheControl!.Private.ShouldBeTrue();
        again.Response.Headers.CacheControl.NoCache.ShouldBe(!path.StartsWith("/v1/closings/1", StringComparison.Ordinal) || path.EndsWith("restatement", StringComparison.Ordinal));

        foreach (var other in new[] { "\"other\"", "\"x\", \"y\"", first.Tag![..^1] + "x\"", "\"" + first.Tag[2..], "nonsense", "" })
        {
            var fresh = await GetAsync(service, path, other);
            (fresh.Status, fresh.Tag).ShouldBe((HttpStatusCode.OK, first.Tag), other);
            fresh.Body.ShouldBe(first.Body);
        }

        foreach (var known in new[] { "W/" + first.Tag, "\"other\", " + first.Tag, "*", first.Tag[..^1] + "-gzip\"", first.Tag[..^1] + "-br\"" })
        {
            (await GetAsync(service, path, known)).Status.ShouldBe(HttpStatusCode.NotModified, known);
        }
    }

    /// <summary>Everything that can change an answer, one after the other: 304 exactly where the bytes are the ones that the caller has.</summary>
    [Fact]
    public async Task Unchanged_is_said_exactly_when_the_bytes_are_the_same()
    {
        await using var service = await StartAsync();
        var paths = Pinned.Concat(Others).Select(row => row.Data).ToList();
        var had = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        await CheckAsync("at first");
        await CheckAsync("nothing");
        service.Time.Advance(TimeSpan.FromSeconds(1));
        await CheckAsync("time has passed");
        changed.ShouldContain("/v1/on-time?by=unit");
        changed.ShouldAllBe(path => !Pinned.Any(row => row.Data == path));

        await service.PostOkAsync(EventText.Event("c1", "finished", "D3", "2022-12-02T09:00:00+07:00").ToJsonString());
        await CheckAsync("an event");
        await service.PostOkAsync(EventText.Event("c2", "voided", "D3", "2022-12-03T09:00:00+07:00", new { eventId = "c1" }).ToJsonString());
        await CheckAsync("a void");
        await service.PostProblemAsync(EventText.Event("c3", "received", "D9", "2022-12-02T09:00:00+07:00").ToJsonString(), 422);
        await CheckAsync("a rejection");
        VerificationLog.Append(service.DatabasePath, new VerificationResult(Instant.Parse(AsOf), Instant.Parse(AsOf), 5, 1, null));
        await CheckAsync("a verification");
        VerificationLog.Append(service.DatabasePath, new VerificationResult(Instant.Parse(AsOf), Instant.Parse(AsOf), 5, 1, new Difference("log", "one")));
        await CheckAsync("a verification that failed at the same instant");
        VerificationLog.Append(service.DatabasePath, new VerificationResult(Instant.Parse(AsOf), Instant.Parse(AsOf), 5, 1, new Difference("log", "another")));
        await CheckAsync("a verification that failed in another way");

        var calendar = Path.Combine(service.ReferenceFolder, "calendar.csv");
        var before = await File.ReadAllTextAsync(calendar);
        await File.AppendAllTextAsync(calendar, "2022-11-08,off,test,high\n");
        await service.PostOkAsync("", path: "/v1/reference/reload");
        await CheckAsync("another calendar");
        await File.WriteAllTextAsync(calendar, before);
        await service.PostOkAsync("", path: "/v1/reference/reload");
        await CheckAsync("the calendar as it was");
        await service.ClosePeriodAsync("""{"name":"second","from":"2022-01-01","to":"2022-12-31"}""");
        await CheckAsync("a closing");
        await service.RestartAsync();
        await CheckAsync("a restart");
        await service.RestartAsync(settings => settings with { VerdictBy = "date" });
        await CheckAsync("a setting");
        paths.Where(path => path != "/v1/closings/1" && path != "/v1/definitions" && !path.StartsWith("/v1/closings/1?", StringComparison.Ordinal))
            .Except(changed).Order(StringComparer.Ordinal)
            .ShouldBe(["/v1/procedures", "/v1/units"]);

        async Task CheckAsync(string what)
        {
            foreach (var path in paths)
            {
                var known = had.TryGetValue(path, out var list) ? list : had[path] = [];

                // First as a caller that has the last answer, then as one that has none, then by each tag that there ever was.
                var conditional = known.Count == 0 ? null : await GetAsync(service, path, known[^1]);
                var fresh = await GetAsync(service, path);
                fresh.Status.ShouldBe(HttpStatusCode.OK, path);
                if (!path.StartsWith("/v1/closings/1", StringComparison.Ordinal) || path.EndsWith("restatement", StringComparison.Ordinal))
                {
                    fresh.Tag.ShouldBe($"\"{Base64Url.EncodeToString(SHA256.HashData(fresh.Body).AsSpan(0, 16))}\"");
                }

                if (conditional is not null)
                {
                    (conditional.Status == HttpStatusCode.NotModified).ShouldBe(known[^1] == fresh.Tag, $"{what}: {path}");
                    if (known[^1] != fresh.Tag)
                    {
                        changed.Add(path);
                        conditional.Body.ShouldBe(fresh.Body);
                    }
                }

                foreach (var tag in known)
                {
                    ((await GetAsync(service, path, tag)).Status == HttpStatusCode.NotModified).ShouldBe(tag == fresh.Tag, $"{what}: {path} by an old tag");
                }

                if (!known.Contains(fresh.Tag!))
                {
                    known.Add(fresh.Tag!);
                }
                else
                {
                    known.Remove(fresh.Tag!);
                    known.Add(fresh.Tag!);
                }
            }
        }
    }

    /// <summary>What lies in the database is changed behind the service's back: only an answer that is computed again shows it.</summary>
    [Theory]
    [InlineData($"/v1/dossiers/D1?asOf={AsOf}", HttpStatusCode.NotModified)]
    [InlineData("/v1/dossiers/D1", HttpStatusCode.OK)]
    public async Task With_its_instant_fixed_an_unchanged_answer_is_not_computed_again(string path, HttpStatusCode status)
    {
        await using var service = await StartAsync();
        var first = await GetAsync(service, path);
        await using (var other = await TestDatabase.OpenAsync(service))
        {
            var events = other.QuerySingle<byte[]>("select events from dossier where code = 'D1'");
            var holder = events.AsSpan().IndexOf("Phòng TN&MT"u8);
            "PHÒNG"u8.CopyTo(events.AsSpan(holder));
            other.Execute("update dossier set events = @events where code = 'D1'", new { events }).ShouldBe(1);
        }

        (await GetAsync(service, path, first.Tag)).Status.ShouldBe(status);
        (await GetAsync(service, path)).Tag.ShouldNotBe(first.Tag);
    }

    /// <summary>At one address, by headers alone, and whichever was asked for last.</summary>
    [Theory]
    [InlineData($"/v1/findings?asOf={AsOf}", "Accept-Language", "en", "vi")]
    [InlineData($"/v1/on-time?by=unit&asOf={AsOf}", "Accept", "application/json", "text/csv")]
    [InlineData($"/v1/dossiers?asOf={AsOf}", "Accept", "*/*", "text/csv, application/json;q=0.5")]
    public async Task Each_representation_has_a_tag_of_its_own(string path, string header, string one, string other)
    {
        await using var service = await StartAsync();
        service.Http.DefaultRequestHeaders.AcceptLanguage.Clear();
        var first = (await GetAsync(service, path, null, header, one)).Tag;
        var second = (await GetAsync(service, path, null, header, other)).Tag;
        second.ShouldNotBe(first);
        (await GetAsync(service, path, second, header, one)).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(service, path, first, header, other)).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(service, path, first, header, one)).Status.ShouldBe(HttpStatusCode.NotModified);
        (await GetAsync(service, path, second, header, other)).Status.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Pages_of_a_list_have_their_tags_and_errors_and_writes_none()
    {
        await using var service = await StartAsync();
        var page = await service.GetAsync("/v1/dossiers?limit=2&sort=code");
        var next = $"/v1/dossiers?limit=2&sort=code&cursor={Uri.EscapeDataString(page.Text("next"))}";
        var second = await GetAsync(service, next);
        service.Time.Advance(TimeSpan.FromHours(1));
        await service.PostOkAsync(EventText.Event("c1", "finished", "D3", "2022-12-02T09:00:00+07:00").ToJsonString());
        (await GetAsync(service, next, second.Tag)).Status.ShouldBe(HttpStatusCode.NotModified);

        (await GetAsync(service, "/v1/dossiers?limit=0", "*")).Response.Headers.ETag.ShouldBeNull();
        (await GetAsync(service, $"/v1/dossiers/none?asOf={AsOf}", "*")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var posted = await service.PostAsync(SampleProvince.Events);
        posted.Headers.ETag.ShouldBeNull();
    }

    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        await service.ClosePeriodAsync();
        return service;
    }

    private static async Task<Read> GetAsync(TestService service, string path, string? ifNoneMatch = null, string header = "Accept", string value = "*/*")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        var response = await service.Http.SendAsync(request);
        return new Read(response.StatusCode, response.Headers.ETag?.ToString(), await response.Content.ReadAsByteArrayAsync(), response);
    }
}
