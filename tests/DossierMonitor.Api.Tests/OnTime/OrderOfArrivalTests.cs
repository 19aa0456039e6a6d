using System.Text.Json.Nodes;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.OnTime;

/// <summary>The same events in any order and any batching give the same answers to the byte.</summary>
public sealed class OrderOfArrivalTests
{
    private const string AsOf = "asOf=2022-12-10T14:30:00%2B07:00";

    private static readonly string[] Paths =
    [
        "/v1/on-time?by=district&" + AsOf,
        "/v1/on-time?by=branch&definition=strict&" + AsOf,
        "/v1/on-time?by=unit&definition=workload&include=branches&" + AsOf,
        "/v1/on-time?by=procedure&from=2022-11-04&to=2022-11-17&" + AsOf,
        "/v1/on-time?by=month&definition=closed-plus-overdue&" + AsOf,
        "/v1/on-time?by=channel&asOf=2023-03-01T00:00:00Z",
        "/v1/targets?" + AsOf,
        "/v1/dossiers?limit=1000&" + AsOf,
        "/v1/dossiers?state=overdue&" + AsOf,
        "/v1/dossiers?state=finished&sort=code&limit=2&" + AsOf,
        "/v1/dossiers/D2?" + AsOf,
        "/v1/dossiers/X7?" + AsOf,
        "/v1/dossiers/X9?" + AsOf,
        "/v1/findings?" + AsOf,
    ];

    [Fact]
    public async Task Twenty_orders_and_batchings_give_byte_equal_answers_and_sending_twice_moves_nothing()
    {
        var events = Events();
        List<string>? expected = null;
        for (var seed = 0; seed < 20; seed++)
        {
            await using var service = await TestService.StartAsync();
            var shuffled = seed == 0 ? events : Shuffled(events, seed);
            foreach (var batch in Batches(shuffled, seed))
            {
                (await service.PostOkAsync(EventText.Batch(batch))).GetProperty("accepted").GetInt32().ShouldBe(batch.Count);
            }

            var answers = new List<string>();
            foreach (var path in Paths)
            {
                answers.Add(await service.GetTextAsync(path));
            }

            expected ??= answers;
            answers.ShouldBe(expected, $"seed {seed}");

            foreach (var batch in Batches(Shuffled(events, seed + 100), seed + 7))
            {
                (await service.PostOkAsync(EventText.Batch(batch))).GetProperty("duplicates").GetInt32().ShouldBe(batch.Count);
            }

            for (var i = 0; i < Paths.Length; i++)
            {
                (await service.GetTextAsync(Paths[i])).ShouldBe(expected[i]);
            }
        }
    }

    /// <summary>The sample and some dossiers with everything that is sensitive to order.</summary>
    private static List<JsonObject> Events()
    {
        var events = JsonNode.Parse(SampleProvince.Events)!.AsArray().Select(node => node!.AsObject()).ToList();
        string[] units = ["502", "503", "20335", "VPDK-502", "VPDK-503"];
        for (var i = 0; i < 12; i++)
        {
            var code = $"X{i}";
            var day = 1 + i;
            events.Add(EventText.Received($"{code}-r", code, $"2022-11-{day:00}T15:00:00.00{i % 3}+07:00", units[i % 5], i % 4 == 0 ? null : "2022-11-20", i % 2 == 0 ? "1.012784" : "OPEN"));
            events.Add(EventText.Event($"{code}-p", "supplement-requested", code, $"2022-11-{day + 1:00}T10:00:00+07:00"));
            events.Add(EventText.Event($"{code}-q", "payment-requested", code, $"2022-11-{day + 1:00}T10:00:00+07:00"));
            events.Add(EventText.Event($"{code}-s", "supplement-received", code, $"2022-11-{day + 5:00}T10:00:00+07:00", i % 3 == 0 ? new { dueAt = "2022-11-28" } : null));
            events.Add(EventText.Event($"{code}-t", "payment-received", code, $"2022-11-{day + 6:00}T10:00:00+07:00"));
            events.Add(EventText.Event($"{code}-x", "transferred", code, $"2022-11-{day + 6:00}T10:00:00+07:00", new { unit = units[(i + 2) % 5] }));
            events.Add(EventText.Event($"{code}-f", "finished", code, $"2022-11-{day + 12:00}T17:00:00+07:00"));
            events.Add(EventText.Event($"{code}-o", "finished", code, $"2022-11-{day + 14:00}T17:00:00+07:00", source: i % 5 == 0 ? "/portal/other" : "/portal/test"));
            if (i % 3 == 1)
            {
                events.Add(EventText.Event($"{code}-v", "voided", code, $"2022-12-{day:00}T08:00:00+07:00", new { eventId = $"{code}-f" }));
            }
        }

        return events;
    }

    private static List<JsonObject> Shuffled(List<JsonObject> events, int seed)
    {
        var random = new Random(seed);
        var copy = events.ToArray();
        random.Shuffle(copy);
        return [.. copy];
    }

    private static IEnumerable<List<JsonObject>> Batches(List<JsonObject> events, int seed)
    {
        var random = new Random(seed);
        for (var start = 0; start < events.Count;)
        {
            var size = Math.Min(1 + random.Next(seed % 2 == 0 ? 5 : 60), events.Count - start);
            yield return events.GetRange(start, size);
            start += size;
        }
    }
}
