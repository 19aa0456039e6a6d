using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;

namespace DossierMonitor.Api.Endpoints.GetAgeing;

/// <summary>Open overdue dossiers by how late they are.</summary>
public sealed record AgeingAnswer : FigureHead
{
    public AgeingAnswer(FigureHead head, string by, AgeingTotal total, IReadOnlyList<AgeingRow> rows)
        : base(head)
    {
        By = by;
        Bands = [.. Domain.Rates.AgeBand.All.Select(band => new BandAnswer(band.From, band.To))];
        Total = total;
        Rows = rows;
    }

    public string By { get; }

    public IReadOnlyList<BandAnswer> Bands { get; }

    public AgeingTotal Total { get; }

    public IReadOnlyList<AgeingRow> Rows { get; }
}

/// <summary>Working days late, both bounds inclusive.</summary>
public sealed record BandAnswer(int From, int? To);

public sealed record AgeingTotal(long OpenOverdue, IReadOnlyList<long> Bands, string Rows);

public sealed record AgeingRow(
    string Key,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ValidFrom,
    long OpenOverdue,
    IReadOnlyList<long> Bands,
    string Rows);
