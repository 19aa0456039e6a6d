using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>Events of all kinds in all orders, sensible or not, reproducible by seed.</summary>
public static class RandomHistory
{
    private static readonly string[] Units = ["502", "503", "509", "20335", "VPDK-502", "VPDK-503"];

    private static readonly Procedure[] Procedures =
    [
        new("P", "P", "land", new TimeLimit(5, TimeLimitUnit.WorkingDays), ClockPolicy.Subtract),
        new("Q", "Q", "justice", null, null),
        new("R", "R", "land", new TimeLimit(4, TimeLimitUnit.WorkingDays), ClockPolicy.Restart),
        new("I", "I", "justice", new TimeLimit(6, TimeLimitUnit.WorkingDays), ClockPolicy.Ignore),
        new("H", "H", "land", new TimeLimit(20, TimeLimitUnit.Hours), null),
    ];

    public static Rulebook Rulebook { get; } = With(VerdictBy.Instant);

    public static Rulebook With(VerdictBy by, params CalendarDay[] more) => Rulebooks.Of(
        GoldenCase.Units, Procedures, new WorkingCalendar("test", GoldenCase.Calendar.Days.Concat(more)), by);

    public static DossierEvent Received(string code, string id) => new()
    {
        Source = "s1",
        Id = id,
        Type = DossierEventType.Received,
        Code = code,
        Time = Instant.Parse("2022-11-03T01:15:00Z"),
        Unit = "502",
        Procedure = "Q",
        DueAt = AppointedDate.On(new DateOnly(2022, 11, 17)),
    };

    public static List<DossierEvent> Events(int seed, int dossiers)
    {
        var random = new Random(seed);
        var events = new List<DossierEvent>();
        for (var i = 0; i < dossiers; i++)
        {
            var code = $"D{i}";
            var start = Instant.Parse("2022-11-01T00:00:00Z").Plus(TimeSpan.FromHours(random.Next(24 * 20)));
            var own = new List<DossierEvent>();
            if (random.Next(12) != 0)
            {
                own.Add(Event(DossierEventType.Received, start));
            }

            var count = random.Next(9);
            for (var n = 0; n < count; n++)
            {
                var type = (DossierEventType)random.Next((int)DossierEventType.Voided + 1);
                own.Add(Event(type, start.Plus(TimeSpan.FromMinutes((random.Next(24 * 30) - 20) * 60))));
            }

            events.AddRange(own);

            DossierEvent Event(DossierEventType type, Instant time) => new()
            {
                Source = random.Next(15) == 0 ? "s2" : "s1",
                Id = $"{code}-{own.Count}",
                Type = type,
                Code = code,
                Time = time,
                Unit = type is DossierEventType.Received or DossierEventType.Transferred or DossierEventType.Refused ? Units[random.Next(Units.Length)] : null,
                Procedure = type is DossierEventType.Received or DossierEventType.Refused ? Procedures[random.Next(Procedures.Length)].Code : null,
                Channel = type == DossierEventType.Received && random.Next(2) == 0 ? (Channel)random.Next(3) : null,
                DueAt = type == DossierEventType.Extended || (MayHaveDate(type) && random.Next(2) == 0) ? Date(time) : null,
                Holder = type == DossierEventType.Processing ? "office" : null,
                EventId = type == DossierEventType.Voided ? $"{code}-{random.Next(own.Count + 2)}" : null,
            };

            AppointedDate Date(Instant time)
            {
                var due = time.Plus(TimeSpan.FromHours(random.Next(24 * 15) - 10));
                return random.Next(2) == 0 ? AppointedDate.At(due) : AppointedDate.On(DateOnly.FromDateTime(due.ToDateTimeOffset().DateTime));
            }
        }

        return events;
    }

    public static async Task SubmitShuffledAsync(DossierStore store, IReadOnlyList<DossierEvent> events, int seed)
    {
        var random = new Random(seed);
        var shuffled = events.ToArray();
        if (seed > 0)
        {
            random.Shuffle(shuffled);
        }

        for (var start = 0; start < shuffled.Length;)
        {
            var size = Math.Min(1 + random.Next(seed % 3 == 0 ? 3 : 40), shuffled.Length - start);
            await store.Writer.SubmitAsync(shuffled[start..(start + size)].Submitted());
            start += size;
        }
    }

    private static bool MayHaveDate(DossierEventType type) => type is DossierEventType.Received or DossierEventType.Reopened
        or DossierEventType.SupplementReceived or DossierEventType.PaymentReceived or DossierEventType.Resumed;
}
