using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Simulation;

/// <summary>
/// What will be said of a dossier one day, without texts: a million of these wait for their day in a large province, so each is
/// small, and the garbage collector need not look at one of them.
/// </summary>
internal readonly record struct PlannedEvent
{
    public const short None = -1;

    // An instant, a day's number or nothing, as _momentIs says.
    private readonly long _moment;
    private readonly MomentKind _momentIs;
    private readonly byte _type;
    private readonly byte _channel;
    private readonly byte _mistakePlace;

    public PlannedEvent()
    {
    }

    private enum MomentKind : byte
    {
        Nothing,
        AppointedInstant,
        AppointedDay,
        Mistake,
    }

    public required Instant Time { get; init; }

    /// <summary>The dossier's number, unique in the province.</summary>
    public required int Number { get; init; }

    /// <summary>The event's place among those of its dossier.</summary>
    public required byte Place { get; init; }

    public required DossierEventType Type
    {
        get => (DossierEventType)_type;
        init => _type = (byte)value;
    }

    /// <summary>Where and when the dossier was received: both are in its code.</summary>
    public required short ReceivedBy { get; init; }

    public required DateOnly ReceivedOn { get; init; }

    public short Unit { get; init; } = None;

    public short Procedure { get; init; } = None;

    public bool NamesField { get; init; }

    public Channel? Channel
    {
        get => _channel == 0 ? null : (Channel)(_channel - 1);
        init => _channel = value is { } channel ? (byte)(channel + 1) : (byte)0;
    }

    public short Holder { get; init; } = None;

    /// <summary>The appointed date, or that of the step in the events that have one.</summary>
    public AppointedDate? Date
    {
        get => _momentIs switch
        {
            MomentKind.AppointedInstant => AppointedDate.At(new Instant(_moment)),
            MomentKind.AppointedDay => AppointedDate.On(DateOnly.FromDayNumber((int)_moment)),
            _ => null,
        };
        init => (_moment, _momentIs) = value switch
        {
            { Instant: { } instant } => (instant.Milliseconds, MomentKind.AppointedInstant),
            { Day: { } day } => (day.DayNumber, MomentKind.AppointedDay),
            _ => (0, MomentKind.Nothing),
        };
    }

    /// <summary>The time and the place of the event that this one takes back.</summary>
    public (Instant Time, byte Place)? Mistake
    {
        get => _momentIs == MomentKind.Mistake ? (new Instant(_moment), _mistakePlace) : null;
        init => (_moment, _mistakePlace, _momentIs) = value is { } mistake
            ? (mistake.Time.Milliseconds, mistake.Place, MomentKind.Mistake)
            : (0, (byte)0, MomentKind.Nothing);
    }
}

/// <summary>By time; the rest only makes the order the same every time.</summary>
internal readonly struct ByTime : IComparer<PlannedEvent>
{
    public int Compare(PlannedEvent x, PlannedEvent y)
    {
        var order = x.Time.CompareTo(y.Time);
        if (order == 0)
        {
            order = x.Place.CompareTo(y.Place);
        }

        if (order == 0)
        {
            order = x.Number.CompareTo(y.Number);
        }

        return order == 0 ? ((int)x.Type).CompareTo((int)y.Type) : order;
    }
}
