using System.Buffers;
using System.Globalization;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database.Binary;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>
/// A dossier's events as one value of its row, in the order in which the log has them: folding a dossier reads one row instead of
/// one row of the log per event, and the log needs no index by dossier. Like all else but the log it can be dropped and built
/// again from it. Every event stands behind its place in the log.
/// </summary>
internal static class EventsColumn
{
    private static readonly SearchValues<char> WrittenInGuids = SearchValues.Create("0123456789abcdef-");

    [Flags]
    private enum Parts : ushort
    {
        None = 0,
        SameSource = 1,
        GuidId = 2,
        Unit = 4,
        Procedure = 8,
        Field = 16,
        DueAt = 32,
        Channel = 64,
        Holder = 128,
        StepDueAt = 256,
        Document = 512,
        Target = 1024,
        GuidTarget = 2048,
    }

    /// <param name="to">Where the events before it stand already.</param>
    /// <param name="e">With the time of its recording.</param>
    /// <param name="seq">Its place in the log.</param>
    /// <param name="source">Of the event before it; null = there is none.</param>
    public static void Append(ByteWriter to, DossierEvent e, long seq, string? source)
    {
        var id = AsGuid(e.Id);
        var target = AsGuid(e.EventId);
        var parts = (e.Source == source ? Parts.SameSource : Parts.None)
            | (id is null ? Parts.None : Parts.GuidId)
            | Has(e.Unit, Parts.Unit) | Has(e.Procedure, Parts.Procedure) | Has(e.Field, Parts.Field) | Has(e.DueAt, Parts.DueAt)
            | Has(e.Channel, Parts.Channel) | Has(e.Holder, Parts.Holder) | Has(e.StepDueAt, Parts.StepDueAt) | Has(e.Document, Parts.Document)
            | Has(e.EventId, Parts.Target) | (target is null ? Parts.None : Parts.GuidTarget);
        to.Short((ushort)parts);
        to.Unsigned((ulong)seq);
        to.Byte((byte)e.Type);
        to.Signed(e.Time.Milliseconds);
        to.Signed(e.Recorded!.Value.Milliseconds - e.Time.Milliseconds);
        if (!parts.HasFlag(Parts.SameSource))
        {
            to.Text(e.Source);
        }

        Id(to, e.Id, id);
        Text(to, e.Unit);
        Text(to, e.Procedure);
        Text(to, e.Field);
        Date(to, e.DueAt);
        if (e.Channel is { } channel)
        {
            to.Byte((byte)channel);
        }

        Text(to, e.Holder);
        Date(to, e.StepDueAt);
        Text(to, e.Document);
        if (e.EventId is { } targetId)
        {
            Id(to, targetId, target);
        }
    }

    /// <param name="bytes">The value of the row.</param>
    /// <param name="code">The dossier's.</param>
    /// <param name="known">Only those within this bound.</param>
    public static List<DossierEvent> Read(ReadOnlySpan<byte> bytes, string code, KnownBy known = default)
    {
        var events = new List<DossierEvent>();
        var reader = new ByteReader(bytes);
        string? source = null;
        while (!reader.AtEnd)
        {
            var (seq, e) = ReadOne(ref reader, code, source);
            source = e.Source;
            if (known.Includes(e.Recorded!.Value, seq))
            {
                events.Add(e);
            }
        }

        return events;
    }

    /// <summary>All of them with their places in the log.</summary>
    public static List<(long Seq, DossierEvent Event)> ReadWithPlaces(ReadOnlySpan<byte> bytes, string code)
    {
        var events = new List<(long, DossierEvent)>();
        var reader = new ByteReader(bytes);
        string? source = null;
        while (!reader.AtEnd)
        {
            var one = ReadOne(ref reader, code, source);
            source = one.Event.Source;
            events.Add(one);
        }

        return events;
    }

    private static (long Seq, DossierEvent Event) ReadOne(ref ByteReader from, string code, string? source)
    {
        var parts = (Parts)from.Short();
        var seq = (long)from.Unsigned();
        var type = (DossierEventType)from.Byte();
        var time = from.Signed();
        var recorded = time + from.Signed();

        // The members stand in this order.
        var owner = parts.HasFlag(Parts.SameSource) ? source! : from.Text();
        var id = Id(ref from, parts.HasFlag(Parts.GuidId));
        var unit = Text(ref from, parts.HasFlag(Parts.Unit));
        var procedure = Text(ref from, parts.HasFlag(Parts.Procedure));
        var field = Text(ref from, parts.HasFlag(Parts.Field));
        var dueAt = Date(ref from, parts.HasFlag(Parts.DueAt));
        Channel? channel = parts.HasFlag(Parts.Channel) ? (Channel)from.Byte() : null;
        var holder = Text(ref from, parts.HasFlag(Parts.Holder));
        var stepDueAt = Date(ref from, parts.HasFlag(Parts.StepDueAt));
        var document = Text(ref from, parts.HasFlag(Parts.Document));
        var target = parts.HasFlag(Parts.Target) ? Id(ref from, parts.HasFlag(Parts.GuidTarget)) : null;
        return (seq, new DossierEvent
        {
            Code = code,
            Source = owner,
            Id = id,
            Type = type,
            Time = new Instant(time),
            Recorded = new Instant(recorded),
            Unit = unit,
            Procedure = procedure,
            Field = field,
            DueAt = dueAt,
            Channel = channel,
            Holder = holder,
            StepDueAt = stepDueAt,
            Document = document,
            EventId = target,
        });
    }

    private static Parts Has<T>(T? value, Parts part) => value is null ? Parts.None : part;

    private static void Text(ByteWriter to, string? text)
    {
        if (text is not null)
        {
            to.Text(text);
        }
    }

    private static string? Text(ref ByteReader from, bool there) => there ? from.Text() : null;

    private static void Date(ByteWriter to, AppointedDate? date)
    {
        switch (date)
        {
            case { Day: { } day }:
                to.Byte(0);
                to.Unsigned((ulong)day.DayNumber);
                break;
            case { Instant: { } instant }:
                to.Byte(1);
                to.Signed(instant.Milliseconds);
                break;
            default:
                break;
        }
    }

    private static AppointedDate? Date(ref ByteReader from, bool there)
    {
        if (!there)
        {
            return null;
        }

        return from.Byte() == 0
            ? AppointedDate.On(DateOnly.FromDayNumber((int)from.Unsigned()))
            : AppointedDate.At(new Instant(from.Signed()));
    }

    private static void Id(ByteWriter to, string id, Guid? guid)
    {
        if (guid is { } value)
        {
            to.Guid(value);
        }
        else
        {
            to.Text(id);
        }
    }

    private static string Id(ref ByteReader from, bool isGuid) => isGuid ? from.Guid().ToString("D", CultureInfo.InvariantCulture) : from.Text();

    // Most portals name their events by UUIDs: 16 bytes instead of 36, if it reads back as exactly the same text. The parser takes
    // capitals, and signs and prefixes in the parts.
    private static Guid? AsGuid(string? id) =>
        id is { Length: 36 } && !id.AsSpan().ContainsAnyExcept(WrittenInGuids) && Guid.TryParseExact(id, "D", out var guid) ? guid : null;
}
