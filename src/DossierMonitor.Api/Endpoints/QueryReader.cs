using System.Globalization;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using Microsoft.AspNetCore.WebUtilities;

namespace DossierMonitor.Api.Endpoints;

/// <summary>
/// Query parameters, strictly: unknown, repeated and malformed ones are all named at once. A misspelt filter that was
/// ignored would answer with figures of everything, which look right.
/// </summary>
public sealed class QueryReader
{
    private static readonly DateOnly Earliest = new(1990, 1, 1);
    private static readonly DateOnly Latest = new(2100, 12, 31);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<RefusalReason> _reasons = [];
    private readonly string? _within;

    public QueryReader(HttpRequest request, params IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(request);
        _within = request.HttpContext.Features.Get<Caller>()?.Unit;

        // The framework's collection merges names that differ in case; a parameter is only known as it is written.
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var name = pair.DecodeName().ToString();
            if (!known.Contains(name))
            {
                Refuse(PersonalData.IsPlainName(name) ? name : "", "unknownParameter");
            }
            else if (!_values.TryAdd(name, pair.DecodeValue().ToString()))
            {
                Refuse(name, "repeatedParameter");
            }
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public IReadOnlyDictionary<string, string> Values => _values;

    public void Refuse(string name, string reason, string? argument = null) =>
        _reasons.Add(new RefusalReason(name.Length == 0 ? "" : "/" + name, reason, argument));

    public void ThrowIfRefused()
    {
        if (_reasons.Count > 0)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, _reasons);
        }
    }

    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices, bool required = false)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (!_values.TryGetValue(name, out var value))
        {
            if (required && !_reasons.Exists(reason => reason.Pointer == "/" + name))
            {
                Refuse(name, "missingParameter");
            }

            return null;
        }

        if (choices.TryGetValue(value, out var choice))
        {
            return choice;
        }

        Refuse(name, "notOneOf", string.Join(", ", choices.Keys));
        return null;
    }

    public RateDefinition Definition()
    {
        if (!_values.TryGetValue("definition", out var id))
        {
            return RateDefinition.Closed;
        }

        if (RateDefinition.Find(id) is { } definition)
        {
            return definition;
        }

        Refuse("definition", "notOneOf", string.Join(", ", RateDefinition.All.Select(one => one.Id)));
        return RateDefinition.Closed;
    }

    public string? Code(string name, int maximum = 64)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return null;
        }

        if (value.Length >= 1 && value.Length <= maximum && !value.Any(char.IsControl))
        {
            return value;
        }

        Refuse(name, "invalidCode", maximum.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    public int? Whole(string name, int minimum, int maximum)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return null;
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        Refuse(name, "invalidNumber", $"{minimum} to {maximum}");
        return null;
    }

    public DateOnly? Date(string name)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return null;
        }

        if (Rfc3339.TryParseDate(value, out var date) && date >= Earliest && date <= Latest)
        {
            return date;
        }

        Refuse(name, "invalidDate");
        return null;
    }

    public Instant? Time(string name)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            return null;
        }

        // A + that nobody encoded arrives as a space; in a time it can only have been the sign of the offset.
        if (TryTime(value.Replace(' ', '+'), out var instant))
        {
            return instant;
        }

        Refuse(name, "invalidInstant");
        return null;
    }

    /// <summary>A time that answers can be given for.</summary>
    public static bool TryTime(string text, out Instant instant) => Rfc3339.TryParse(text, out instant) && IsAnswered(instant);

    /// <summary>Whether answers can be given for it: 1990 to 2100.</summary>
    public static bool IsAnswered(Instant instant) => instant >= new Instant(631_152_000_000) && instant <= new Instant(4_133_980_799_999);

    /// <summary>from, to and asOf with their defaults.</summary>
    public Period Period(Instant now, LocalDays days)
    {
        var asOf = Time("asOf") ?? now;
        var standard = Domain.Rates.Period.Default(asOf, days);
        var to = Date("to") ?? standard.To;
        var from = Date("from") ?? (Has("to") ? new DateOnly(Math.Min(to.Year, standard.From.Year), 1, 1) : standard.From);
        if (to >= from)
        {
            return new Period(from, to, asOf);
        }

        Refuse("to", "endsBeforeItBegins");
        return standard;
    }

    /// <summary>knownAt: how much of the log counts.</summary>
    public KnownBy Known() => Time("knownAt") is { } at ? KnownBy.RecordedBy(at) : default;

    /// <summary>One definition; the empty list stands for one that is wrong, which is refused.</summary>
    /// <param name="withAll">"all" is a choice.</param>
    public IReadOnlyList<RateDefinition> Definitions(bool withAll) =>
        withAll && _values.TryGetValue("definition", out var id) && id == "all" ? RateDefinition.All : [Definition()];

    public FigureFilter Filter(UnitDirectory units)
    {
        ArgumentNullException.ThrowIfNull(units);
        var unit = Code("unit");

        // One that the caller may not see is refused like one that there is not.
        if (unit is not null && !(units.Knows(unit) && IsSeen(units, unit)))
        {
            Refuse("unit", "unknownFilterUnit");
        }

        return new FigureFilter(
            unit,
            Code("field"),
            Code("procedure"),
            Choice("channel", Channels),
            Choice("include", Includes) ?? false,
            _within);
    }

    private bool IsSeen(UnitDirectory units, string code) =>
        _within is null || units.Versions(code).Any(unit => units.IsWithin(unit, _within));

    public static IReadOnlyDictionary<string, Channel> Channels { get; } = new Dictionary<string, Channel>(StringComparer.Ordinal)
    {
        ["direct"] = Channel.Direct,
        ["online"] = Channel.Online,
        ["post"] = Channel.Post,
    };

    /// <summary>format and bom of a list: checked here, read where the answer is written.</summary>
    public void ListForm()
    {
        Choice("format", Formats);
        Choice("bom", Marks);
    }

    private static readonly Dictionary<string, bool> Formats = new(StringComparer.Ordinal) { ["json"] = false, ["csv"] = true, ["text"] = true };

    private static readonly Dictionary<string, bool> Marks = new(StringComparer.Ordinal) { ["0"] = false, ["1"] = true };

    private static readonly Dictionary<string, bool> Includes = new(StringComparer.Ordinal) { ["branches"] = true };
}
