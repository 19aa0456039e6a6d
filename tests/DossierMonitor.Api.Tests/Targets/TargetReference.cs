using DossierMonitor.Api.Tests.Fixture;

namespace DossierMonitor.Api.Tests.Targets;

/// <summary>The small reference with one target of each kind.</summary>
internal static class TargetReference
{
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>(TestService.SmallReference, StringComparer.Ordinal)
    {
        ["targets.json"] = """
            [
              { "id": "district-on-time", "description": { "vi": "Mỗi huyện", "en": "Each district" },
                "each": "district", "definition": "closed", "measure": "onTimeRate", "comparison": ">=", "threshold": 0.97, "minimumVolume": 20 },
              { "id": "branch-on-time", "description": { "vi": "Mỗi chi nhánh", "en": "Each branch" },
                "each": "branch", "definition": "closed", "measure": "onTimeRate", "comparison": ">=", "threshold": 0.97, "minimumVolume": 20 },
              { "id": "districts-meeting", "description": { "vi": "Trên 80 %", "en": "More than 80 %" },
                "shareOf": "district-on-time", "comparison": ">", "threshold": 0.80 },
              { "id": "land-late", "description": { "vi": "Dưới 5 %", "en": "Below 5 %" },
                "field": "land", "definition": "closed-plus-overdue", "measure": "lateRate", "comparison": "<", "threshold": 0.05 }
            ]
            """,
    };
}
