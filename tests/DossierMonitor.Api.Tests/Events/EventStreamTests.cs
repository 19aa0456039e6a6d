using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Security;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Events;

/// <summary>NDJSON of any length: in bounded parts, with a bounded answer, from senders that take their time.</summary>
public sealed class EventStreamTests
{
    private static string Line(int i, string unit = "502") => EventText.Received($"s{i}", $"S{i}", "2022-11-03T08:15:00+07:00", unit).ToJsonString() + "\n";

    [Theory]
    [InlineData("1\n", 25_000, 10_000)]
    [InlineData("\n  \r\n1\r\n", 25_000, 10_000)]
    [InlineData("LONG\n", 6_000, 2_500)]
    [InlineData("WRONG\n", 6_000, 250)]
    public async Task A_part_is_bounded_by_events_by_bytes_and_by_what_is_wrong(string line, int lines, int most)
    {
        await using var service = await TestService.StartAsync();
        line = line.Replace("LONG", "\"" + new string('x', 4_000) + "\"", StringComparison.Ordinal)
            .Replace("WRONG", "{" + string.Concat(Enumerable.Repeat("\"a\":1,", 500)) + "\"b\":1}", StringComparison.Ordinal);
        var intake = new EventIntake(service.Host.Store.Writer, Caller.Administrator, Instant.From(TestService.DefaultNow), dryRun: true);
        var parts = new List<int>();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, lines))));
        await new EventStreamIntake(intake).TakeAsync(stream, (events, outcomes) => parts.Add(events.Count), TestContext.Current.CancellationToken);
        parts.Sum().ShouldBe(lines);
        parts.Max().ShouldBeInRange(most / 2, most);

        // As few as the bounds allow, since each costs a commit.
        parts.Count.ShouldBeLessThanOrEqualTo((lines / parts.Max()) + 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(70_000)]
    public async Task However_the_bytes_arrive_the_lines_are_the_same(int chunk)
    {
        await using var service = await TestService.StartAsync();
        var text = "\uFEFF" + Line(1) + "\r\n" + new string('x', 4_096) + "\n" + new string('x', 4_097) + "\n" + new string('x', 20_000) + "\n"
            + new string(' ', 20) + "\n" + Line(2) + "null\n" + "\"" + new string('y', 4_094) + "\"\n" + Line(3).TrimEnd();
        using var content = new ChunkedContent(Encoding.UTF8.GetBytes(text), chunk);
        using var response = await service.Http.PostAsync(new Uri("/v1/events?items=all", UriKind.Relative), content);
        var items = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Items("items");
        items.Select(item => item.TryGetProperty("errors", out var errors) ? errors[0].Text("reason") : item.Text("status"))
            .ShouldBe(["accepted", "notJson", "eventTooLarge", "eventTooLarge", "accepted", "notObject", "notObject", "accepted"]);
    }

    [Fact]
    public async Task The_answer_names_at_most_10000_events_and_first_those_that_were_not_taken()
    {
        await using var service = await TestService.StartAsync();
        var known = string.Concat(Enumerable.Range(0, 11_000).Select(i => Line(i)));
        var first = await service.PostOkAsync(known, "application/x-ndjson");
        first.GetProperty("accepted").GetInt32().ShouldBe(11_000);
        first.TryGetProperty("itemsOmitted", out _).ShouldBeFalse();

        var again = await service.PostOkAsync(known + Line(-1, "NOWHERE") + Line(-2, "NOWHERE") + Line(11_000), "application/x-ndjson");
        again.GetProperty("received").GetInt32().ShouldBe(11_003);
        again.GetProperty("duplicates").GetInt32().ShouldBe(11_000);
        again.GetProperty("rejected").GetInt32().ShouldBe(2);
        again.GetProperty("itemsOmitted").GetInt32().ShouldBe(1_002);
        var items = again.Items("items");
        items.Count.ShouldBe(10_000);
        items.Skip(9_998).Select(item => (item.GetProperty("index").GetInt32(), item.Text("status"))).ShouldBe([(11_000, "rejected"), (11_001, "rejected")]);
        items.Take(9_998).Select(item => item.GetProperty("index").GetInt32()).ShouldBe(Enumerable.Range(0, 9_998));

        var all = await service.PostOkAsync(known + Line(-3, "NOWHERE"), "application/x-ndjson", "/v1/events?items=all&dryRun=true");
        all.GetProperty("itemsOmitted").GetInt32().ShouldBe(1_001);
        all.Items("items")[^1].Text("status").ShouldBe("rejected");
    }

    [Fact]
    public async Task Nor_does_it_grow_with_what_is_wrong_in_each_event()
    {
        await using var service = await TestService.StartAsync();
        var wrong = "{" + string.Concat(Enumerable.Repeat("\"a\":1,", 500)) + "\"b\":1}\n";
        var answer = await service.PostOkAsync(string.Concat(Enumerable.Repeat(wrong, 400)), "application/x-ndjson");
        answer.GetProperty("rejected").GetInt32().ShouldBe(400);
        var items = answer.Items("items");
        items.Sum(item => item.GetProperty("errors").GetArrayLength()).ShouldBeInRange(50_000, 51_000);
        answer.GetProperty("itemsOmitted").GetInt32().ShouldBe(400 - items.Count);
    }

    /// <summary>The server's own bound would give up after five seconds, with 240 bytes a second.</summary>
    [Fact]
    public async Task A_stream_may_take_its_time_and_a_batch_that_does_not_come_is_given_up()
    {
        await using var service = await TestService.StartAsync();
        using var slowStream = new ChunkedContent(Encoding.UTF8.GetBytes(Line(1) + Line(2)), 300, TimeSpan.FromSeconds(8));
        var streaming = service.Http.PostAsync(new Uri("/v1/events", UriKind.Relative), slowStream);
        var batch = await HalfABatchAsync(service.Http.BaseAddress!);
        batch.ShouldStartWith("HTTP/1.1 408 ");
        batch.ShouldContain("Connection: close");
        batch.ShouldContain("\"type\":\"/problems/too-slow\"");
        batch.ShouldContain("\"reason\":\"tooSlow\"");

        using var stream = await streaming;
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonDocument.Parse(await stream.Content.ReadAsStringAsync()).RootElement.GetProperty("accepted").GetInt32().ShouldBe(2);
    }

    private static async Task<string> HalfABatchAsync(Uri address)
    {
        using var connection = new TcpClient(address.Host, address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync("POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer test-admin-key-of-forty-characters-01234\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[{}"u8.ToArray());
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Sends its bytes piece by piece, with a pause after the first.</summary>
    private sealed class ChunkedContent : HttpContent
    {
        private readonly byte[] _bytes;
        private readonly int _chunk;
        private readonly TimeSpan _pause;

        public ChunkedContent(byte[] bytes, int chunk, TimeSpan pause = default)
        {
            (_bytes, _chunk, _pause) = (bytes, chunk, pause);
            Headers.ContentType = new("application/x-ndjson");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            for (var i = 0; i < _bytes.Length; i += _chunk)
            {
                await stream.WriteAsync(_bytes.AsMemory(i, Math.Min(_chunk, _bytes.Length - i)), cancellationToken);
                await stream.FlushAsync(cancellationToken);
                if (i == 0)
                {
                    await Task.Delay(_pause, cancellationToken);
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
