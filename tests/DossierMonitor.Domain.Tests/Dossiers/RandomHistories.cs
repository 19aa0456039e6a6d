using CsCheck;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>
/// Histories as no careful portal would send them: any type at any time, equal times, several sources, voids of events
/// that exist and that don't. Times lie on a coarse grid around the office's edges, so that ties and boundaries are common.
/// </summary>
public static class RandomHistories
{
    public static readonly DateOnly FirstDay = new(2022, 11, 1);
    public const int DayCount = 16;

    private static readonly TimeOnly[] Times =
    [
        new(0, 0), new(8, 0), new(11, 30), new(15, 0), new TimeOnly(15, 0, 0, 1), new(17, 0), new TimeOnly(23, 59, 59, 999),
    ];

    private static readonly string[] Units = ["502", "503", "20335", "20341", "VPDK-502", "VPDK-503"];

    private static readonly string[] Procedures = ["P", "S", "R", "I", "H", "N", "P.H21"];

    private static readonly Gen<Instant> Instants =
        Gen.Select(Gen.Int[0, DayCount - 1], Gen.Int[0, Times.Length - 1], (day, time) => SmallWorld.Days.At(FirstDay.AddDays(day), Times[time]));

    private static readonly Gen<AppointedDate?> Dates = Gen.Select(Gen.Int[0, 5], Instants, Gen.Int[0, DayCount + 6], (kind, instant, day) =>
        kind switch
        {
            0 or 1 => (AppointedDate?)null,
            2 or 3 => AppointedDate.At(instant),
            _ => AppointedDate.On(FirstDay.AddDays(day)),
        });

    private static readonly DossierEventType[] Types =
    [
        .. Enum.GetValues<DossierEventType>(),
        DossierEventType.Received, DossierEventType.Received, DossierEventType.Reopened, DossierEventType.Transferred,
        DossierEventType.SupplementRequested, DossierEventType.SupplementReceived, DossierEventType.Resumed, DossierEventType.Suspended,
        DossierEventType.Extended, DossierEventType.Finished, DossierEventType.Voided,
    ];

    /// <summary>The events of one dossier; their ids are unique within it.</summary>
    public static Gen<DossierEvent[]> OfDossier(string code, int maximum = 14) =>
        Gen.Select(
            Gen.Select(Gen.Int[0, Types.Length - 1], Instants, Gen.Int[0, 9], Gen.Int[0, 99]),
            Dates,
            (what, date) => (Type: Types[what.Item1], Time: what.Item2, Source: what.Item3, Salt: what.Item4, Date: date))
        .Array[1, maximum]
        .Select(items =>
        {
            // Most histories begin with a receipt, since little happens to a dossier without one.
            var withReceipt = items.Select((item, i) => i == 0 && item.Salt < 85
                ? item with { Type = DossierEventType.Received, Source = 9, Time = Instant.Earlier(item.Time, SmallWorld.At("2022-11-03 08:00")) }
                : item).ToList();
            return withReceipt.Select((item, i) => Event(code, i, withReceipt.Count, item.Type, item.Time, item.Source, item.Salt, item.Date)).ToArray();
        });

    public static Gen<DossierEvent[]> OfDossiers(int dossiers, int maximum = 14) =>
        Enumerable.Range(1, dossiers).Select(n => OfDossier($"D{n}", maximum)).ToArray() is var all
            ? all.Skip(1).Aggregate(all[0], (sofar, next) => Gen.Select(sofar, next, (a, b) => a.Concat(b).ToArray()))
            : throw new InvalidOperationException();

    /// <summary>One line per event, for a failing sample.</summary>
    public static string Print(IEnumerable<DossierEvent> events) =>
        string.Join('\n', events.Select(e => $"{e.Code} {e.Source}/{e.Id} {SmallWorld.Days.ToLocal(e.Time):MM-dd HH:mm:ss.fff} {e.Type} {e.Unit} {e.Procedure} {e.DueAt} {e.EventId}"));

    private static DossierEvent Event(
        string code, int index, int count, DossierEventType type, Instant time, int source, int salt, AppointedDate? date)
    {
        var hasUnit = type is DossierEventType.Received or DossierEventType.Transferred || (type == DossierEventType.Refused && salt % 2 == 0);
        var hasProcedure = type == DossierEventType.Received || (type == DossierEventType.Refused && salt % 2 == 0);
        var hasDate = type is DossierEventType.Received or DossierEventType.Reopened or DossierEventType.Extended
            or DossierEventType.SupplementReceived or DossierEventType.PaymentReceived or DossierEventType.Resumed;
        return new DossierEvent
        {
            Source = source == 0 ? "s2" : "s1",
            Id = $"{code}-{index}",
            Type = type,
            Code = code,
            Time = time,
            Unit = hasUnit ? Units[salt % Units.Length] : null,
            Procedure = hasProcedure ? Procedures[salt % Procedures.Length] : null,
            Field = type == DossierEventType.Received && salt % 5 == 0 ? "construction" : null,
            Channel = type == DossierEventType.Received && salt % 4 != 0 ? (Channel)(salt % 3) : null,
            Holder = type == DossierEventType.Processing ? $"officer {salt % 3}" : null,
            DueAt = !hasDate ? null : type == DossierEventType.Extended ? date ?? AppointedDate.On(FirstDay.AddDays(salt % DayCount)) : date,
            EventId = type == DossierEventType.Voided ? $"{code}-{salt % (count + 1)}" : null,
        };
    }
}
