using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Reference;

/// <summary>
/// Reads a reference folder: units.csv (required), procedures.csv, fields.csv, calendar.csv, calendar-years.csv,
/// targets.json. Everything that is wrong is named with file and line, all at once.
/// </summary>
public static class ReferenceFolder
{
    private static readonly string[] FileNames =
        ["units.csv", "procedures.csv", "fields.csv", "calendar.csv", "calendar-years.csv", "targets.json"];

    private static readonly Dictionary<string, UnitKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["province"] = UnitKind.Province,
        ["district"] = UnitKind.District,
        ["commune"] = UnitKind.Commune,
        ["department"] = UnitKind.Department,
        ["branch"] = UnitKind.Branch,
    };

    private static readonly Dictionary<string, TimeLimitUnit> LimitUnits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["workingDays"] = TimeLimitUnit.WorkingDays,
        ["hours"] = TimeLimitUnit.Hours,
    };

    private static readonly Dictionary<string, ClockPolicy> Policies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["appointed"] = ClockPolicy.Appointed,
        ["subtract"] = ClockPolicy.Subtract,
        ["restart"] = ClockPolicy.Restart,
        ["ignore"] = ClockPolicy.Ignore,
    };

    private static readonly Dictionary<string, bool> DayKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["off"] = false,
        ["work"] = true,
    };

    private static readonly Dictionary<string, bool> Booleans = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = true,
        ["false"] = false,
    };

    /// <exception cref="ReferenceException">The folder or a file in it cannot be used.</exception>
    public static ReferenceData Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ReferenceException($"the folder '{folder}' does not exist");
        }

        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in FileNames)
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                files[name] = ReadText(path, name).ReplaceLineEndings("\n");
            }
        }

        return Parse(files);
    }

    /// <param name="files">Text by file name.</param>
    public static ReferenceData Parse(IReadOnlyDictionary<string, string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var errors = new List<ReferenceError>();
        if (!files.ContainsKey("units.csv"))
        {
            errors.Add(new ReferenceError("units.csv", 0, "is missing"));
        }

        var fields = ReadFields(files, errors);
        var units = Build("units.csv", errors, () => new UnitDirectory(ReadUnits(files, errors)));
        var procedures = Build("procedures.csv", errors, () => new ProcedureCatalog(ReadProcedures(files, errors), fields));
        var calendars = Build("calendar.csv", errors, () => ReadCalendars(files, errors));
        var targets = TargetsFile.Read(files.GetValueOrDefault("targets.json"), errors);
        if (errors.Count > 0)
        {
            throw new ReferenceException(errors);
        }

        return new ReferenceData(units!, procedures!, calendars![0].Calendar, targets, files) { LaterCalendars = calendars[1..] };
    }

    // Broken letters in names would be seen by everybody and noticed by nobody who could mend them.
    private static string ReadText(string path, string name)
    {
        try
        {
            return File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            throw new ReferenceException([new ReferenceError(name, 0, "is not UTF-8 text: save it as \"CSV UTF-8\"")]);
        }
    }

    private static T? Build<T>(string file, List<ReferenceError> errors, Func<T> build)
        where T : class
    {
        try
        {
            return build();
        }
        catch (ArgumentException error)
        {
            errors.Add(new ReferenceError(file, 0, error.Message.Split(" (Parameter", 2)[0]));
            return null;
        }
    }

    private static List<Unit> ReadUnits(IReadOnlyDictionary<string, string> files, List<ReferenceError> errors)
    {
        var units = new List<Unit>();
        if (!files.TryGetValue("units.csv", out var text))
        {
            return units;
        }

        string[] columns = ["code", "name", "kind", "parent", "district", "validFrom", "validTo", "successor"];
        foreach (var row in new ReferenceTable("units.csv", text, columns, errors).Rows)
        {
            var code = row.Code("code");
            var kind = row.Choice("kind", Kinds);
            if (row.Text("kind") is null)
            {
                row.Error("kind is missing");
            }

            var (from, to) = row.Validity();
            units.Add(new Unit(
                code,
                row.Text("name") ?? code,
                kind ?? UnitKind.District,
                row.OptionalCode("parent"),
                row.OptionalCode("district"),
                from,
                to,
                row.OptionalCode("successor")));
        }

        return units;
    }

    private static List<Procedure> ReadProcedures(IReadOnlyDictionary<string, string> files, List<ReferenceError> errors)
    {
        var procedures = new List<Procedure>();
        if (!files.TryGetValue("procedures.csv", out var text))
        {
            return procedures;
        }

        string[] columns = ["code", "name", "field", "limit", "limitUnit", "policy", "validFrom", "validTo"];
        foreach (var row in new ReferenceTable("procedures.csv", text, columns, errors).Rows)
        {
            var code = ProcedureCode.NationalPart(row.Code("code"));
            var limit = row.Whole("limit", 0, 5000);
            var unit = row.Choice("limitUnit", LimitUnits) ?? TimeLimitUnit.WorkingDays;
            if (unit == TimeLimitUnit.Hours && limit == 0)
            {
                row.Error("a limit in hours is at least 1");
            }

            var (from, to) = row.Validity();
            procedures.Add(new Procedure(
                code,
                row.Text("name") ?? code,
                row.OptionalCode("field"),
                limit is { } value ? new TimeLimit(value, unit) : null,
                row.Choice("policy", Policies),
                from,
                to));
        }

        return procedures;
    }

    private static List<ProcedureField> ReadFields(IReadOnlyDictionary<string, string> files, List<ReferenceError> errors)
    {
        var fields = new List<ProcedureField>();
        if (files.TryGetValue("fields.csv", out var text))
        {
            foreach (var row in new ReferenceTable("fields.csv", text, ["code", "nameVi", "nameEn", "policy"], errors).Rows)
            {
                var code = row.Code("code");
                if (fields.Exists(field => field.Code == code))
                {
                    row.Error($"field {code} stands twice");
                    continue;
                }

                fields.Add(new ProcedureField(code, row.Text("nameVi") ?? code, row.Text("nameEn") ?? code, row.Choice("policy", Policies)));
            }
        }

        return fields;
    }

    private static List<EffectiveCalendar> ReadCalendars(IReadOnlyDictionary<string, string> files, List<ReferenceError> errors)
    {
        if (!files.TryGetValue("calendar.csv", out var text))
        {
            return [new EffectiveCalendar(DateOnly.MinValue, WorkingCalendar.WeekendsOnly)];
        }

        var table = new ReferenceTable("calendar.csv", text, ["date", "kind", "reason", "confidence", "effectiveFrom"], errors);
        var days = new List<(DateOnly From, CalendarDay Day)>();
        foreach (var row in table.Rows)
        {
            var date = row.Date("date");
            var kind = row.Choice("kind", DayKinds);
            if (row.Text("date") is null || row.Text("kind") is null)
            {
                row.Error("date and kind are needed");
            }

            if (date is { } day && (day.Year < 1990 || day.Year > 2100))
            {
                row.Error("the calendar covers the years 1990 to 2100");
            }
            else if (date is { } valid && kind is { } works)
            {
                days.Add((
                    row.Date("effectiveFrom") ?? DateOnly.MinValue,
                    new CalendarDay(valid, works, row.Text("reason") ?? "", row.Text("confidence") ?? "unknown")));
            }
        }

        var years = new List<CalendarYear>();
        if (files.TryGetValue("calendar-years.csv", out var yearText))
        {
            foreach (var row in new ReferenceTable("calendar-years.csv", yearText, ["year", "confirmed", "source", "confidence"], errors).Rows)
            {
                if (row.Whole("year", 1990, 2100) is { } year)
                {
                    years.Add(new CalendarYear(year, row.Choice("confirmed", Booleans) ?? false, row.Text("source") ?? "", row.Text("confidence") ?? "unknown"));
                }
            }

            foreach (var twice in years.GroupBy(year => year.Year).Where(group => group.Count() > 1).ToList())
            {
                errors.Add(new ReferenceError("calendar-years.csv", 0, $"year {twice.Key} stands twice"));
                years.RemoveAll(year => year.Year == twice.Key);
            }
        }

        const string prefix = "version:";
        var version = table.Comments.FirstOrDefault(comment => comment.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))?[prefix.Length..].Trim()
            ?? $"sha256:{Digests.OfText(text)[..12]}";
        foreach (var twice in days.GroupBy(day => (day.From, day.Day.Date)).Where(group => group.Count() > 1))
        {
            throw new ArgumentException($"The calendar names {twice.Key.Date:yyyy-MM-dd} twice.", nameof(files));
        }

        // A notice adds to what was known before it and overrules it day by day.
        return [.. days.Select(day => day.From).Append(DateOnly.MinValue).Distinct().Order().Select(from => new EffectiveCalendar(from, new WorkingCalendar(
            from == DateOnly.MinValue ? version : $"{version}@{from:yyyy-MM-dd}",
            days.Where(day => day.From <= from).GroupBy(day => day.Day.Date).Select(group => group.MaxBy(day => day.From).Day),
            years)))];
    }
}
