using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Events;

/// <summary>What the parser does to be fast must not show: these are the places where it could.</summary>
public sealed class EventParserTests
{
    private const string Received =
        """{"specversion":"1.0","id":"e1","source":"/p","type":"dossier.received","subject":"D1","time":"2022-11-03T08:15:00+07:00","data":{"unit":"502","procedure":"OPEN","dueAt":"2022-11-17","channel":"online"}}""";

    private const string Finished =
        """{"specversion":"1.0","id":"e2","source":"/p","type":"dossier.finished","subject":"D1","time":"2022-11-03T08:15:00+07:00"}""";

    private static readonly Rulebook Rules = new(ReferenceFolder.Load(Repository.ShippedReference), ClockSettings.ForZone("Asia/Ho_Chi_Minh"));

    private static EventParser Parser() => new(Rules, Instant.Parse("2022-12-15T10:00:00Z"));

    [Theory]
    [InlineData("\"id\"", "\"\\u0069d\"")]
    [InlineData("\"unit\"", "\"un\\u0069t\"")]
    [InlineData("\"specversion\":\"1.0\"", "\"specversion\":\"1\\u002e0\"")]
    [InlineData("\"2022-11-17\"", "\"2022\\u002d11-17\"")]
    [InlineData("08:15:00+07:00", "08:15:00\\u002b07:00")]
    [InlineData("08:15:00+07:00", "08:15:00.0009+07:00")]
    [InlineData("\"online\"", "\"onl\\u0069ne\"")]
    [InlineData("\"502\"", "\"\\u00350\\u0032\"")]
    public void What_is_written_with_escapes_is_the_same(string plain, string escaped)
    {
        Received.ShouldContain(plain);
        var expected = Parser().Parse(Encoding.UTF8.GetBytes(Received));
        var parsed = Parser().Parse(Encoding.UTF8.GetBytes(Received.Replace(plain, escaped, StringComparison.Ordinal)));
        expected.Event.ShouldNotBeNull();
        parsed.Event.ShouldBe(expected.Event);
        parsed.Digest.ShouldBe(expected.Digest);
    }

    [Fact]
    public void The_digest_comes_with_the_event()
    {
        var parsed = Parser().Parse(Encoding.UTF8.GetBytes(Received));
        parsed.Digest.ShouldBe(EventDigest.Of(parsed.Event!));
        Parser().Parse("{}"u8).Digest.ShouldBeNull();
    }

    [Fact]
    public void Nothing_of_an_event_is_left_for_the_next_one()
    {
        var parser = Parser();
        parser.Parse(Encoding.UTF8.GetBytes(Received.Replace("502", "999", StringComparison.Ordinal))).Refusal.ShouldNotBeNull();
        parser.Parse(Encoding.UTF8.GetBytes(Received)).Event.ShouldNotBeNull();
        var finished = parser.Parse(Encoding.UTF8.GetBytes(Finished));
        var alone = Parser().Parse(Encoding.UTF8.GetBytes(Finished));
        finished.Event.ShouldBe(alone.Event);
        finished.Digest.ShouldBe(alone.Digest);
        var empty = parser.Parse("{}"u8).Refusal!;
        empty.Subject.ShouldBeNull();
        empty.AcceptedMembers.ShouldBe("{}");
        empty.Reasons.Select(reason => reason.Pointer).ShouldBe(["/specversion", "/id", "/source", "/type", "/subject", "/time"]);
    }

    [Fact]
    public void A_refused_event_keeps_its_own_reasons()
    {
        var parser = Parser();
        var first = parser.Parse(Encoding.UTF8.GetBytes(Received.Replace("502", "999", StringComparison.Ordinal)));
        parser.Parse("{}"u8);
        first.Refusal!.Reasons.ShouldBe([new RefusalReason("/data/unit", "unknownUnit")]);
        first.Refusal.AcceptedMembers!.ShouldContain("\"time\":\"2022-11-03T08:15:00+07:00\"");
        first.Refusal.AcceptedMembers!.ShouldNotContain("999");
        first.Refusal.AcceptedMembers!.ShouldContain("\"dueAt\":\"2022-11-17\"");
    }

    /// <summary>Each between two good ones, which live.</summary>
    [Theory]
    [InlineData("null", "notObject")]
    [InlineData("[[{\"id\":1}]]", "notObject")]
    [InlineData("{\"\\ud800\":1}", "notJson")]
    [InlineData("{\"data\":{\"\\ud800\":{\"a\":[1]}},\"more\":{}}", "notJson")]
    public void An_element_that_is_no_event_spoils_nothing_else(string element, string reason)
    {
        var (events, _) = EventBatch.Parse(Encoding.UTF8.GetBytes($"[{Received}, {element} ,{Finished}]"), EventFormat.Batch, Parser());
        events.Select(one => one.Event?.Id).ShouldBe(["e1", null, "e2"]);
        events[1].Refusal!.Reasons.Select(one => one.Reason).ShouldBe([reason]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_event_of_an_array_may_have_4096_bytes_and_no_more(int kind)
    {
        Element(4096, kind).Reasons.ShouldNotContain(reason => reason.Reason == "eventTooLarge");
        Element(4097, kind).Reasons.ShouldBe([new RefusalReason("", "eventTooLarge", "4096")]);
        Element(100_000, kind).Reasons.ShouldBe([new RefusalReason("", "eventTooLarge", "4096")]);

        static Refusal Element(int length, int kind)
        {
            var text = kind switch
            {
                0 => "{\"id\":\"" + new string('x', length - 9) + "\"}",
                1 => "{" + new string(' ', length - 2) + "}",
                2 => "{\"data\":{" + string.Concat(Enumerable.Repeat("\"a\":1,", (length - 20) / 6)) + "\"b\":1}" + new string(' ', (length - 20) % 6) + "    }",
                _ => "\"" + new string('x', length - 2) + "\"",
            };
            text.Length.ShouldBe(length);
            var (events, _) = EventBatch.Parse(Encoding.UTF8.GetBytes($"[{Received},{text},{Finished}]"), EventFormat.Batch, Parser());
            events.Select(one => one.Event?.Id).ShouldBe(["e1", null, "e2"]);
            return events[1].Refusal!;
        }
    }

    /// <summary>A body of nothing but wrong members is refused for its length, and not first listed member by member.</summary>
    [Fact]
    public void An_event_that_is_too_large_is_not_read_on()
    {
        var wrong = Encoding.UTF8.GetBytes("[{" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"\"m\":{i % 10},")) + "\"b\":1}]");
        var parser = Parser();
        EventBatch.Parse(wrong, EventFormat.Batch, parser);
        var before = GC.GetAllocatedBytesForCurrentThread();
        EventBatch.Parse(wrong, EventFormat.Batch, parser).Events.Single().Refusal!.Reasons.Single().Reason.ShouldBe("eventTooLarge");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(500_000);
    }

    [Fact]
    public void Codes_without_end_are_read_right_and_leave_nothing_in_memory()
    {
        var parser = Parser();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 100_000; i++)
        {
            var code = $"U{i:00000}-{new string('x', 50)}";
            parser.Parse(Encoding.UTF8.GetBytes(Received.Replace("502", code, StringComparison.Ordinal))).Refusal!.Reasons.Single().Reason.ShouldBe("unknownUnit");
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(2_000_000);
        parser.Parse(Encoding.UTF8.GetBytes(Received)).Event!.Unit.ShouldBe("502");
    }

    [Fact]
    public void Texts_that_come_again_and_again_are_one_string()
    {
        var parser = Parser();
        var (one, other) = (parser.Parse(Encoding.UTF8.GetBytes(Received)).Event!, parser.Parse(Encoding.UTF8.GetBytes(Received)).Event!);
        ReferenceEquals(one.Unit, other.Unit).ShouldBeTrue();
        ReferenceEquals(one.Source, other.Source).ShouldBeTrue();
        ReferenceEquals(one.Procedure, other.Procedure).ShouldBeTrue();
    }

    [Fact]
    public void An_event_costs_little_more_memory_than_it_keeps()
    {
        var body = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat(Received, 1_000)) + "]");
        var parser = Parser();
        EventBatch.Parse(body, EventFormat.Batch, parser);
        var before = GC.GetAllocatedBytesForCurrentThread();
        EventBatch.Parse(body, EventFormat.Batch, parser);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000).ShouldBeLessThan(600);
    }

    /// <summary>
    /// A limit of a pattern runs on the wall's clock: on a busy machine it ran out in the middle of a harmless text, and a whole
    /// stream was answered with 500.
    /// </summary>
    [Fact]
    public void No_pattern_has_a_time_limit()
    {
        var patterns = typeof(ServiceHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(member => member.GetCustomAttribute<GeneratedRegexAttribute>()).OfType<GeneratedRegexAttribute>().ToList();
        patterns.ShouldNotBeEmpty();
        patterns.ShouldAllBe(pattern => pattern.MatchTimeoutMilliseconds == Timeout.Infinite);
    }

    /// <summary>So none is needed: the longest free text takes no time whatever stands in it.</summary>
    [Theory]
    [InlineData("a@")]
    [InlineData("a@a.")]
    [InlineData("@.")]
    [InlineData("a")]
    [InlineData("0 12 ")]
    [InlineData("+84 12 ")]
    [InlineData("12345678 ")]
    [InlineData("0.123.4567 x")]
    public void The_search_for_personal_data_is_quick(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 256 / part.Length));
        var line = Encoding.UTF8.GetBytes(Finished.Replace("finished", "processing", StringComparison.Ordinal)[..^1] + $",\"data\":{{\"holder\":\"{text} @ 123456789\"}}}}".Replace(" @ 123456789", text.Length < 244 ? " @" : "", StringComparison.Ordinal));
        var parser = Parser();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            parser.Parse(line);
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("090512345", true)]
    [InlineData("09051234", false)]
    [InlineData("0905 123 456", true)]
    [InlineData("090 512 3456", true)]
    [InlineData("+84 905 123 456", true)]
    [InlineData("a@b.vn", true)]
    [InlineData("a @ b", false)]
    [InlineData("12/VPDK-XL 2022", false)]
    [InlineData("\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669", true)]
    public void Personal_data_in_a_free_text_is_found(string text, bool found)
    {
        var line = Finished.Replace("finished", "processing", StringComparison.Ordinal)[..^1] + $",\"data\":{{\"holder\":\"{text}\"}}}}";
        (Parser().Parse(Encoding.UTF8.GetBytes(line)).Event is null).ShouldBe(found);
    }
}
