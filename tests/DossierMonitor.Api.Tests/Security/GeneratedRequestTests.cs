using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>
/// Bad requests by the thousand, made from the contract and then damaged. <c>DOSSIER_BAD_REQUESTS</c> says how many bad answers are
/// wanted, <c>DOSSIER_BAD_REQUESTS_SEED</c> from where: the same number of the same seed is always the same request.
/// </summary>
public sealed class GeneratedRequestTests(NastyService service, ITestOutputHelper output) : IClassFixture<NastyService>
{
    private const int Usual = 4_000;
    private const int UsualSeed = 20_221_215;
    private const int Part = 500;
    private const int Connections = 12;
    private const long MostGrowth = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ContractRequests _requests = new(service);
    private int _bad;

    [Fact]
    public async Task Bad_requests_are_refused_and_leave_nothing_behind()
    {
        var wanted = Setting("DOSSIER_BAD_REQUESTS", Usual);
        var seed = Setting("DOSSIER_BAD_REQUESTS_SEED", UsualSeed);
        var connections = Enumerable.Range(0, Connections).Select(_ => new WireConnection(service.Address)).ToList();
        var clock = Stopwatch.StartNew();
        var before = service.Dump();
        long? settled = null;
        var sent = 0;
        try
        {
            while (_bad < wanted)
            {
                var next = sent - 1;
                var end = sent + Part;
                await Task.WhenAll(connections.Select(async connection =>
                {
                    while (Interlocked.Increment(ref next) is var number && number < end)
                    {
                        await SendAsync(connection, seed, number);
                    }
                }));

                if (before.DifferenceTo(service.Dump()) is { } difference)
                {
                    Assert.Fail($"{difference}, by one of the requests {sent} to {end - 1} of seed {seed}. {await WhichAsync(connections[0], seed, sent, end)}");
                }

                service.Log.ShouldBeEmpty($"The service failed at one of the requests {sent} to {end - 1} of seed {seed}.");
                sent = end;
                if (_bad >= wanted / 4)
                {
                    settled ??= GC.GetTotalMemory(forceFullCollection: true);
                }
            }
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }

        var growth = GC.GetTotalMemory(forceFullCollection: true) - settled!.Value;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Seed {seed}: {sent} requests to {ContractRequests.Count} operations in {clock.Elapsed.TotalSeconds:0.0} s, {_bad} of them bad; {string.Join(", ", _statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}"))}; {before.Rows("rejection")} rejections before and {service.LastDump.Rows("rejection")} after; heap grew by {growth / 1024} KiB, working set {Environment.WorkingSet / 1024 / 1024} MiB."));
        growth.ShouldBeLessThan(MostGrowth);

        // Digests are answered one at a time, hence 429. If the commoner ones were missing it would prove little.
        _statuses.Keys.ShouldBeSubsetOf([200, 204, 304, 400, 401, 403, 404, 405, 409, 413, 414, 415, 422, 429, 431]);
        foreach (var status in new[] { 400, 401, 403, 404, 405, 415, 422 })
        {
            _statuses.ShouldContainKey(status);
        }
    }

    [Fact]
    public void The_same_number_is_the_same_request()
    {
        Make(1, 7).ToBytes().ShouldBe(Make(1, 7).ToBytes());
        Make(1, 7).ToBytes().ShouldNotBe(Make(2, 7).ToBytes());
    }

    private WireRequest Make(int seed, int number)
    {
        var random = new Random(unchecked((seed * 7_919) + number));
        var draft = _requests.Make(random);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            RequestDamage.One(draft, random);
        }

        return draft.Request();
    }

    private async Task SendAsync(WireConnection connection, int seed, int number)
    {
        var request = Make(seed, number);
        WireAnswer answer;
        try
        {
            answer = await connection.SendAsync(request);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or FormatException)
        {
            throw new InvalidOperationException($"Request {number} of seed {seed} got no answer: {error.Message}\n{request}", error);
        }

        var wrong = AnswerCheck.Wrong(request, answer, againstContract: true) ?? Stored(request, answer);
        if (wrong is not null)
        {
            throw new InvalidOperationException($"Request {number} of seed {seed}: {wrong}\n{request}\n\n{answer.Status} {answer.Body}");
        }

        _statuses.AddOrUpdate(answer.Status, 1, (_, count) => count + 1);
        if (answer.Status >= 400 || IsRefused(request, answer))
        {
            Interlocked.Increment(ref _bad);
        }
    }

    // Damage can make a request good again. Reads may be; of writes only those that store nothing.
    private static string? Stored(WireRequest request, WireAnswer answer)
    {
        if (answer.Status >= 300 || request.Method is "GET" or "get" || request.Path.Contains("/what-if", StringComparison.OrdinalIgnoreCase) || request.Path.Contains("/reload", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return Count(answer, "accepted") is 0 || answer.Body.Contains("\"dryRun\":true", StringComparison.Ordinal) ? null : "It was done.";
    }

    private static bool IsRefused(WireRequest request, WireAnswer answer) =>
        answer.Status == 200 && request.Method == "POST" && Count(answer, "rejected") + Count(answer, "forbidden") + Count(answer, "conflicts") > 0;

    private static long? Count(WireAnswer answer, string name)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.TryGetProperty(name, out var count) ? count.GetInt64() : null;
    }

    // Sent once more, one after the other: what it did once it mostly does again.
    private async Task<string> WhichAsync(WireConnection connection, int seed, int from, int to)
    {
        var before = service.LastDump;
        for (var number = from; number < to; number++)
        {
            var request = Make(seed, number);
            await connection.SendAsync(request);
            if (before.DifferenceTo(service.Dump()) is { } difference)
            {
                return $"Again {difference}, by request {number}:\n{request}";
            }
        }

        return "None of them does it again.";
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
