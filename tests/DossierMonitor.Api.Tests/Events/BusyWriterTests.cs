using System.Net;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Events;

/// <summary>More requests than the writer can take: some are told to come back, and what was told to be stored is.</summary>
public sealed class BusyWriterTests
{
    private const int Wave = 1_100;
    private const int Waves = 2;
    private const int EventsOfRequest = 20;

    private sealed record Answer(HttpStatusCode Status, TimeSpan? RetryAfter, string Text);

    [Fact]
    public async Task Requests_beyond_the_queue_are_told_to_come_back_and_a_stream_waits_in_its_place()
    {
        await using var service = await TestService.StartAsync();
        var refused = new TaskCompletionSource();
        var requests = new List<Task<Answer>>();
        Task<HttpResponseMessage> stream;

        // Another program holds the database, so the writer stands still.
        await using (await TestDatabase.HoldWriterAsync(service))
        {
            // Of the first wave the writer may have taken as many as go into a transaction, before it had to stand still or while it
            // waits for a replica: 10,000 events, 500 of these. The second wave finds the queue full, which takes 1,024.
            for (var wave = 1; wave <= Waves && !refused.Task.IsCompleted; wave++)
            {
                requests.AddRange(Enumerable.Range(requests.Count, Wave).Select(i => SendAsync(service, i, refused)));
                await Task.WhenAny(refused.Task, Task.Delay(TimeSpan.FromSeconds(wave < Waves ? 3 : 20), TestContext.Current.CancellationToken));
            }

            refused.Task.IsCompleted.ShouldBeTrue();
            stream = service.PostAsync(
                Encoding.UTF8.GetBytes(EventText.Received("s", "S", "2022-11-03T08:15:00+07:00", "502").ToJsonString()), "application/x-ndjson");
            await Task.Delay(100, TestContext.Current.CancellationToken);
            stream.IsCompleted.ShouldBeFalse();
        }

        var answers = await Task.WhenAll(requests);
        var busy = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        busy.ShouldNotBeEmpty();
        foreach (var answer in busy)
        {
            answer.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
            var problem = JsonDocument.Parse(answer.Text).RootElement;
            problem.Text("type").ShouldBe("/problems/too-many-requests");
            problem.Errors().ShouldBe([("", "busy")]);
        }

        using var streamed = await stream;
        streamed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stored = answers.Count(answer => answer.Status == HttpStatusCode.OK);
        (stored + busy.Count).ShouldBe(answers.Length);
        (await service.GetAsync("/v1/on-time?by=unit")).GetProperty("total").GetProperty("received").GetInt32().ShouldBe((stored * EventsOfRequest) + 1);
    }

    private static async Task<Answer> SendAsync(TestService service, int number, TaskCompletionSource refused)
    {
        var events = Enumerable.Range(0, EventsOfRequest).Select(i => EventText.Received($"e{number}-{i}", $"D{number}-{i}", "2022-11-03T08:15:00+07:00", "502"));
        using var response = await service.PostAsync($"[{string.Join(',', events.Select(e => e.ToJsonString()))}]");
        if (response.StatusCode != HttpStatusCode.OK)
        {
            refused.TrySetResult();
        }

        return new Answer(response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsStringAsync());
    }
}
