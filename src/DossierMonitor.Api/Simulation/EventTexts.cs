using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Simulation;

/// <summary>Makes of a planned event what a portal says: codes, ids, times.</summary>
internal sealed class EventTexts(
    SimulationSettings settings, LocalDays days, IReadOnlyList<SimulatedUnit> units, IReadOnlyList<SimulatedProcedure> procedures)
{
    public static readonly string[] Offices = ["Bộ phận Một cửa", "Bộ phận thẩm định", "Văn phòng", "Phòng chuyên môn", "Lãnh đạo ký duyệt"];

    public static readonly string[] LandOffices = ["Bộ phận Một cửa", "Tổ đo đạc", "Tổ đăng ký", "Chi cục Thuế", "Lãnh đạo chi nhánh"];

    // Holders are named by their place here: first the offices, then those of land.
    private static readonly string[] Holders = [.. Offices, .. LandOffices];

    // H47 and the number after the first zeros are placeholders: the province's official identifiers are not known.
    private readonly string[] _prefixes =
        [.. units.Select(unit => string.Create(CultureInfo.InvariantCulture, $"000.00.{int.Parse(unit.District, CultureInfo.InvariantCulture) - 480:00}.H47-"))];

    private (DateOnly Day, string Text) _receivedOn = (default, "");

    public static short Holder(bool land, int office) => (short)(land ? Offices.Length + office : office);

    public DateTimeOffset Local(Instant time) => days.ToLocal(time);

    public Guid Id(in PlannedEvent planned) => Id(planned.Time, planned.Number, planned.Place, planned.Type);

    public DossierEvent ToDossierEvent(in PlannedEvent planned) => new()
    {
        Source = settings.Source,
        Id = Id(planned).ToString(),
        Type = planned.Type,
        Code = Code(planned),
        Time = planned.Time,
        Unit = Unit(planned),
        Procedure = Procedure(planned)?.Code,
        Field = planned.NamesField ? Procedure(planned)?.Field : null,
        DueAt = planned.Type == DossierEventType.Processing ? null : planned.Date,
        Channel = planned.Channel,
        Holder = Holder(planned),
        StepDueAt = planned.Type == DossierEventType.Processing ? planned.Date : null,
        Document = Document(planned),
        EventId = Mistake(planned)?.ToString(),
    };

    public void Write(in PlannedEvent planned, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteString("id"u8, Id(planned));
        writer.WriteString("source"u8, settings.Source);
        writer.WriteString("type"u8, planned.Type.Name());
        writer.WriteString("subject"u8, Code(planned));
        WriteTime(writer, "time"u8, planned.Time);
        if (Unit(planned) is not null || planned.Date is not null || planned.Holder != PlannedEvent.None || planned.Mistake is not null)
        {
            writer.WriteStartObject("data"u8);
            WriteMember(writer, "unit"u8, Unit(planned));
            WriteMember(writer, "procedure"u8, Procedure(planned)?.Code);
            WriteMember(writer, "field"u8, planned.NamesField ? Procedure(planned)?.Field : null);
            WriteMember(writer, "holder"u8, Holder(planned));
            if (planned.Date is { } date)
            {
                WriteDate(writer, planned.Type == DossierEventType.Processing ? "stepDueAt"u8 : "dueAt"u8, date);
            }

            WriteMember(writer, "channel"u8, planned.Channel is { } channel ? Answers.TimeText.Camel(channel) : null);
            WriteMember(writer, "document"u8, Document(planned));
            if (Mistake(planned) is { } mistake)
            {
                writer.WriteString("eventId"u8, mistake);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private Guid Id(Instant time, int number, byte place, DossierEventType type)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (settings.Ids == EventIds.TimeOrdered)
        {
            // A UUIDv7 whose random part is made from the event's place, so that the same settings give the same ids.
            BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)time.Milliseconds << 16) | 0x7000 | place);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (0x8UL << 60) | ((ulong)number << 24) | ((ulong)place << 16) | (uint)type);
        }
        else
        {
            var random = new DeterministicRandom((ulong)(uint)settings.Seed * 0xD1342543DE82EF95UL + (((ulong)number << 8) | place));
            BinaryPrimitives.WriteUInt64BigEndian(bytes, (random.Next() & 0xFFFF_FFFF_FFFF_0FFFUL) | 0x4000);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (random.Next() & 0x3FFF_FFFF_FFFF_FFFFUL) | (0x8UL << 60));
        }

        return new Guid(bytes, bigEndian: true);
    }

    private Guid? Mistake(in PlannedEvent planned) =>
        planned.Mistake is { } mistake ? Id(mistake.Time, planned.Number, mistake.Place, DossierEventType.Finished) : null;

    private string Code(in PlannedEvent planned)
    {
        if (_receivedOn.Day != planned.ReceivedOn)
        {
            _receivedOn = (planned.ReceivedOn, planned.ReceivedOn.ToString("yyMMdd", CultureInfo.InvariantCulture));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{_prefixes[planned.ReceivedBy]}{_receivedOn.Text}-{planned.Number:D5}");
    }

    private string? Unit(in PlannedEvent planned) => planned.Unit == PlannedEvent.None ? null : units[planned.Unit].Unit.Code;

    private SimulatedProcedure? Procedure(in PlannedEvent planned) => planned.Procedure == PlannedEvent.None ? null : procedures[planned.Procedure];

    private static string? Holder(in PlannedEvent planned) => planned.Holder == PlannedEvent.None ? null : Holders[planned.Holder];

    private string? Document(in PlannedEvent planned) => planned.Type != DossierEventType.Extended
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"XL-{planned.Number % 900 + 100}/{settings.Until.Year}");

    private static void WriteMember(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private void WriteDate(Utf8JsonWriter writer, ReadOnlySpan<byte> name, AppointedDate date)
    {
        if (date.Instant is { } instant)
        {
            WriteTime(writer, name, instant);
        }
        else
        {
            writer.WriteString(name, date.ToString());
        }
    }

    private void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Instant instant)
    {
        var local = days.ToLocal(instant);
        writer.WriteString(name, local.ToString(
            local.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
    }
}
