using System.Text.Json;
using System.Text.Json.Serialization;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Reference;

/// <summary>targets.json: an array of targets; without the file the province's four of 2022 hold.</summary>
internal static class TargetsFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        TypeInfoResolver = TargetsJson.Default,
    };

    private static readonly Dictionary<string, TargetComparison> Comparisons = new(StringComparer.Ordinal)
    {
        [">="] = TargetComparison.AtLeast,
        [">"] = TargetComparison.MoreThan,
        ["<="] = TargetComparison.AtMost,
        ["<"] = TargetComparison.LessThan,
    };

    public static IReadOnlyList<Target> Read(string? text, List<ReferenceError> errors)
    {
        if (text is null)
        {
            return Target.Defaults;
        }

        List<Entry?>? entries;
        try
        {
            entries = JsonSerializer.Deserialize<List<Entry?>>(text, Options);
        }
        catch (JsonException error)
        {
            errors.Add(new ReferenceError("targets.json", (int)(error.LineNumber ?? -1) + 1, $"{error.Path}: not an array of targets as the README describes it"));
            return [];
        }

        if (entries is null || entries.Contains(null))
        {
            errors.Add(new ReferenceError("targets.json", 0, "not an array of targets as the README describes it: null stands where a target belongs"));
            return [];
        }

        var targets = new List<Target>();
        foreach (var entry in entries.OfType<Entry>())
        {
            if (Convert(entry, out var reason) is { } target)
            {
                targets.Add(target);
            }
            else
            {
                errors.Add(new ReferenceError("targets.json", 0, $"target '{entry.Id}': {reason}"));
            }
        }

        foreach (var twice in targets.GroupBy(target => target.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add(new ReferenceError("targets.json", 0, $"target '{twice.Key}' stands twice"));
        }

        foreach (var target in targets.Where(target => target.ShareOf is not null))
        {
            if (!targets.Exists(other => other.Id == target.ShareOf && other.Each is not null))
            {
                errors.Add(new ReferenceError("targets.json", 0, $"target '{target.Id}': shareOf '{target.ShareOf}' is not the id of a target with 'each'"));
            }
        }

        return targets;
    }

    private static Target? Convert(Entry entry, out string reason)
    {
        reason = "";
        UnitKind? each = null;
        if (string.IsNullOrWhiteSpace(entry.Id))
        {
            reason = "id is missing";
        }
        else if (entry.Comparison is null || !Comparisons.ContainsKey(entry.Comparison))
        {
            reason = "comparison must be one of >=, >, <=, <";
        }
        else if (entry.Threshold is not { } share || share is < 0 or > 1 || decimal.Round(share, 6) != share)
        {
            reason = "threshold must be a share from 0 to 1 with at most six decimal places";
        }
        else if (entry.Definition is not null && RateDefinition.Find(entry.Definition) is null)
        {
            reason = "definition must be one of " + string.Join(", ", RateDefinition.All.Select(definition => definition.Id));
        }
        else if (entry.Measure is not (null or "onTimeRate" or "lateRate"))
        {
            reason = "measure must be onTimeRate or lateRate";
        }
        else if (entry.Each is not null && entry.ShareOf is not null)
        {
            reason = "each and shareOf exclude one another";
        }
        else if (entry.MinimumVolume < 0)
        {
            reason = "minimumVolume must not be negative";
        }
        else if (entry.Each is not null)
        {
            // By name alone: TryParse also takes numbers and lists of names.
            if (!Enum.TryParse<UnitKind>(entry.Each, ignoreCase: true, out var kind) || !string.Equals(kind.ToString(), entry.Each, StringComparison.OrdinalIgnoreCase))
            {
                reason = "each must be a unit kind";
            }
            else
            {
                each = kind;
            }
        }

        if (reason.Length > 0)
        {
            return null;
        }

        return new Target
        {
            Id = entry.Id!,
            DescriptionVi = entry.Description?.Vi ?? entry.Id!,
            DescriptionEn = entry.Description?.En ?? entry.Id!,
            Each = each,
            ShareOf = entry.ShareOf,
            Field = entry.Field,
            Definition = entry.Definition is null ? RateDefinition.Closed : RateDefinition.Find(entry.Definition)!,
            Measure = entry.Measure == "lateRate" ? TargetMeasure.LateRate : TargetMeasure.OnTimeRate,
            Comparison = Comparisons[entry.Comparison!],
            Threshold = Threshold.Of(entry.Threshold!.Value),
            MinimumVolume = entry.MinimumVolume,
        };
    }

    internal sealed record Entry
    {
        public string? Id { get; init; }

        public Words? Description { get; init; }

        public string? Each { get; init; }

        public string? ShareOf { get; init; }

        public string? Field { get; init; }

        public string? Definition { get; init; }

        public string? Measure { get; init; }

        public string? Comparison { get; init; }

        public decimal? Threshold { get; init; }

        public int MinimumVolume { get; init; }
    }

    internal sealed record Words
    {
        public string? Vi { get; init; }

        public string? En { get; init; }
    }
}

/// <summary>Made when the program is built: reflection over two small types would take a tenth of the program's start.</summary>
[JsonSerializable(typeof(List<TargetsFile.Entry?>))]
internal sealed partial class TargetsJson : JsonSerializerContext;
