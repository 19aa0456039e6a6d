using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;

namespace DossierMonitor.Api.Endpoints.GetDueSoon;

/// <summary>Open dossiers that are due within 1, 3 and 5 working days; each number has those of the one before.</summary>
public sealed record DueSoonAnswer : FigureHead
{
    public DueSoonAnswer(FigureHead head, string by, DueSoonTotal total, IReadOnlyList<DueSoonRow> rows)
        : base(head)
    {
        By = by;
        Total = total;
        Rows = rows;
    }

    public string By { get; }

    public DueSoonTotal Total { get; }

    public IReadOnlyList<DueSoonRow> Rows { get; }
}

public sealed record DueSoonTotal(long Within1, long Within3, long Within5, string Rows);

public sealed record DueSoonRow(
    string Key,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ValidFrom,
    long Within1,
    long Within3,
    long Within5,
    string Rows);
