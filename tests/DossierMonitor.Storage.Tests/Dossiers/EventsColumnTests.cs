using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database.Binary;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Tests.Contract;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Dossiers;

public sealed class EventsColumnTests
{
    private static readonly Instant Recorded = Instant.Parse("2022-12-15T10:00:00.123Z");

    [Fact]
    public void What_is_written_reads_back_with_its_place()
    {
        var events = Odd().Concat(RandomHistory.Events(seed: 5, dossiers: 40)).Select(e => e with { Code = "C", Recorded = Recorded }).ToList();
        var column = new ByteWriter();
        for (var i = 0; i < events.Count; i++)
        {
            EventsColumn.Append(column, events[i], (i * 1000L) + 1, i == 0 ? null : events[i - 1].Source);
        }

        EventsColumn.ReadWithPlaces(column.Written, "C").ShouldBe(events.Select((e, i) => ((i * 1000L) + 1, e)));
        EventsColumn.Read(column.Written, "C").ShouldBe(events);
        EventsColumn.Read(column.Written, "C", KnownBy.Through(3001)).ShouldBe(events.Take(4));
        EventsColumn.Read(column.Written, "C", KnownBy.RecordedBy(Recorded.Previous)).ShouldBeEmpty();
    }

    // Ids that look like UUIDs and are written otherwise must not come back as them.
    private static IEnumerable<DossierEvent> Odd()
    {
        var one = RandomHistory.Received("C", "x");
        foreach (var id in new[]
        {
            "018f0000-0000-7000-8000-000000000001", "018F0000-0000-7000-8000-000000000001", "{18f0000-0000-7000-8000-000000000001}", "018f000000007000800000000000000101234",
            "00000000-0000-0000-0000-000000000000", "0x8f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-+00000000001", "é", new string('9', 255), "\U0001F600",
        })
        {
            yield return one with { Id = id };
            yield return one with { Source = "/s/" + id, Id = "1", Type = DossierEventType.Voided, EventId = id, Unit = null, Procedure = null, DueAt = null };
        }

        yield return one with { DueAt = AppointedDate.At(new Instant(-1)), Time = new Instant(0), StepDueAt = AppointedDate.On(new DateOnly(2100, 12, 31)), Document = "Số 1", Holder = "Tổ đo đạc", Field = "land", Channel = Channel.Post };
    }
}
