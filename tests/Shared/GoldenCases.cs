using System.Globalization;
using System.Text.Json;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Tests.Shared;

/// <summary>
/// Cases computed by hand from the domain's rules, by someone who had not seen the code. Each is a small world of
/// events with the states and figures that must come out.
/// </summary>
public sealed class GoldenCase
{
    private static readonly Lazy<IReadOnlyList<GoldenCase>> Cases = new(LoadAll);
    private static readonly Lazy<WorkingCalendar> ShippedCalendar = new(LoadCalendar);
    private readonly JsonElement _json;

    private GoldenCase(JsonElement json) => _json = json;

    public static IReadOnlyList<GoldenCase> All => Cases.Value;

    public string Name => _json.GetProperty("name").GetString()!;

    public string Group => _json.GetProperty("group").GetString()!;

    public string Why => _json.GetProperty("why").GetString()!;

    public static IReadOnlyList<Unit> Units { get; } =
    [
        new Unit("49", "Province", UnitKind.Province),
        new Unit("502", "District 502", UnitKind.District, "49"),
        new Unit("503", "District 503", UnitKind.District, "49"),
        new Unit("509", "District 509", UnitKind.District, "49"),
        new Unit("20335", "Commune 20335", UnitKind.Commune, "502", "502"),
        new Unit("VPDK-502", "Branch 502", UnitKind.Branch, "49", "502"),
        new Unit("VPDK-503", "Branch 503", UnitKind.Branch, "49", "503"),
    ];

    public static WorkingCalendar Calendar => ShippedCalendar.Value;

    public VerdictBy VerdictBy =>
        _json.TryGetProperty("setup", out var setup) && setup.TryGetProperty("verdictBy", out var by) && by.GetString() == "date"
            ? VerdictBy.Date
            : VerdictBy.Instant;

    public IReadOnlyList<Procedure> Procedures
    {
        get
        {
            TimeLimit? limit = null;
            ClockPolicy? policy = null;
            if (_json.TryGetProperty("setup", out var setup) && setup.TryGetProperty("procedure", out var procedure))
            {
                if (procedure.TryGetProperty("limit", out var value) && value.ValueKind == JsonValueKind.Number)
                {
                    var hours = procedure.TryGetProperty("limitUnit", out var unit) && unit.GetString() == "hours";
                    limit = new TimeLimit(value.GetInt32(), hours ? TimeLimitUnit.Hours : TimeLimitUnit.WorkingDays);
                }

                if (procedure.TryGetProperty("policy", out var name))
                {
                    policy = Enum.Parse<ClockPolicy>(name.GetString()!, ignoreCase: true);
                }
            }

            return [new Procedure("P", "P", "land", limit, policy), new Procedure("Q", "Q", "justice", null, null)];
        }
    }

    public FoldRules Rules
    {
        get
        {
            var clock = new WorkClock(
                Calendar,
                new LocalDays(TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh")),
                OfficeHours.Default,
                WorkClock.DefaultLateReceiptAfter);
            return new FoldRules(clock, new OnTimeRule(clock, VerdictBy), new UnitDirectory(Units), new ProcedureCatalog(Procedures));
        }
    }

    public IReadOnlyList<DossierEvent> Events => [.. _json.GetProperty("events").EnumerateArray().Select(Event)];

    public IReadOnlyList<JsonElement> Checks => Items("checks");

    public IReadOnlyList<GoldenRow> Rows =>
    [
        .. Items("rows").Select(row => new GoldenRow(
            row.GetProperty("by").GetString()!,
            row.GetProperty("key").GetString()!,
            new Period(
                DateOnly.ParseExact(row.GetProperty("from").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateOnly.ParseExact(row.GetProperty("to").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Instant.Parse(row.GetProperty("asOf").GetString()!)),
            RateDefinition.Find(row.GetProperty("definition").GetString()!)!,
            row.GetProperty("expect"))),
    ];

    public override string ToString() => Name;

    private IReadOnlyList<JsonElement> Items(string name) =>
        _json.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];

    private static DossierEvent Event(JsonElement json)
    {
        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
        if (!DossierEventTypes.TryParse("dossier." + Text("type"), out var type))
        {
            throw new InvalidOperationException($"There is no event type '{Text("type")}'.");
        }

        var due = Text("dueAt");
        AppointedDate? appointed = null;
        if (due is not null)
        {
            appointed = due.Length == 10
                ? AppointedDate.On(DateOnly.ParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture))
                : AppointedDate.At(Instant.Parse(due));
        }

        return new DossierEvent
        {
            Source = Text("source") ?? "s1",
            Id = Text("id")!,
            Type = type,
            Code = Text("dossier") ?? "D1",
            Time = Instant.Parse(Text("time")!),
            Unit = Text("unit"),
            Procedure = Text("procedure"),
            Field = Text("field"),
            DueAt = appointed,
            Channel = Text("channel") is { } channel ? Enum.Parse<Channel>(channel, ignoreCase: true) : null,
            Holder = Text("holder"),
            Document = Text("document"),
            EventId = Text("eventId"),
        };
    }

    private static IReadOnlyList<GoldenCase> LoadAll()
    {
        var path = Path.Combine(Repository.Root, "tests", "DossierMonitor.Domain.Tests", "Golden", "golden-cases.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(json => new GoldenCase(json.Clone()))];
    }

    private static WorkingCalendar LoadCalendar()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.ShippedReference, "calendar.csv"))
            .Where(line => line.Length > 0 && line[0] is >= '0' and <= '9')
            .Select(line => line.Split(','));
        return new WorkingCalendar("golden", lines.Select(cells => new CalendarDay(
            DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), cells[1] == "work", cells[2], cells[^1])));
    }
}

public sealed record GoldenRow(string By, string Key, Period Period, RateDefinition Definition, JsonElement Expect)
{
    public void ShouldBe(Tally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var counts = Counts.From(tally, Definition.Basis);
        var share = Definition.OnTime(counts);
        var actual = new Dictionary<string, double?>(StringComparer.Ordinal)
        {
            ["carriedOver"] = counts.CarriedOver,
            ["received"] = counts.Received,
            ["reopened"] = counts.Reopened,
            ["transferredIn"] = counts.TransferredIn,
            ["transferredOut"] = counts.TransferredOut,
            ["notAccepted"] = counts.NotAccepted,
            ["finished"] = counts.Finished,
            ["early"] = counts.Early,
            ["onTime"] = counts.OnTime,
            ["late"] = counts.Late,
            ["noDueDate"] = counts.NoDueDate,
            ["withdrawn"] = counts.Withdrawn,
            ["refused"] = counts.Refused,
            ["stopped"] = counts.Stopped,
            ["open"] = counts.Open,
            ["openOverdue"] = counts.OpenOverdue,
            ["paused"] = counts.Paused,
            ["openNoDueDate"] = counts.OpenNoDueDate,
            ["onTimeRate"] = share.Value,
            ["lateRate"] = share.Complement.Value,
        };
        if (!counts.Balances)
        {
            throw new InvalidOperationException($"The row does not balance: {counts}");
        }

        var differences = new List<string>();
        foreach (var expected in Expect.EnumerateObject())
        {
            double? value = expected.Value.ValueKind == JsonValueKind.Null ? null : expected.Value.GetDouble();
            if (value is null != actual[expected.Name] is null || Math.Abs((value ?? 0) - (actual[expected.Name] ?? 0)) > 1e-9)
            {
                differences.Add($"{expected.Name}: expected {value?.ToString(CultureInfo.InvariantCulture) ?? "null"}, was {actual[expected.Name]?.ToString(CultureInfo.InvariantCulture) ?? "null"}");
            }
        }

        if (differences.Count > 0)
        {
            throw new InvalidOperationException($"{By} {Key} {Period.From:yyyy-MM-dd}..{Period.To:yyyy-MM-dd} {Definition.Id}: {string.Join("; ", differences)}");
        }
    }
}
