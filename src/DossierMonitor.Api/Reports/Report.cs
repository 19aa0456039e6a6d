using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints;
using DossierMonitor.Api.Endpoints.Closings;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Reports;

/// <summary>What a report is asked with.</summary>
/// <param name="Closing">The closing whose figures are taken; null = those of the period.</param>
internal sealed record ReportRequest(
    Breakdown By, RateDefinition Definition, Period Period, FigureFilter Filter, int Minimum, long? Closing, Language Language, bool Simulated);

/// <summary>A report, composed: its JSON answer, and the table that all its other forms are written from.</summary>
internal sealed record ComposedReport(object Answer, ReportTable Table)
{
    /// <param name="form">In which form.</param>
    /// <param name="withMark">CSV begins with a byte order mark.</param>
    public byte[] Write(AnswerForm form, bool withMark) => form switch
    {
        AnswerForm.Csv => CsvAnswer.Write(
            [.. Table.Columns.Select((column, i) => (column.Name, i)).Where(column => column.Name is not null)
                .Select(column => (column.Name!, (Func<IReadOnlyList<object?>, object?>)(row => row[column.i])))],
            Table.Rows,
            withMark),
        AnswerForm.Xlsx => ReportBook.Write(Table),
        AnswerForm.Html => ReportPage.Write(Table),
        _ => JsonSerializer.SerializeToUtf8Bytes(Answer, Answer.GetType(), ApiJson.Options),
    };
}

/// <summary>A kind of report. The service and the command line ask it the same way.</summary>
internal abstract class Report
{
    private static readonly Dictionary<string, Language> Languages = new(StringComparer.Ordinal) { ["vi"] = Language.Vietnamese, ["en"] = Language.English };

    public static IReadOnlyList<Report> All { get; } = [new Ii06aReport(), new Progress766Report(), new LeagueReport()];

    /// <summary>Its name in addresses and on the command line.</summary>
    public abstract string Id { get; }

    /// <summary>The one definition that it is by; null = it is asked for.</summary>
    protected abstract RateDefinition? Fixed { get; }

    protected virtual IReadOnlyDictionary<string, Breakdown> Breakdowns { get; } =
        new[] { Breakdown.Field, Breakdown.Unit, Breakdown.District, Breakdown.Branch }.ToDictionary(by => by.Camel(), StringComparer.Ordinal);

    /// <summary>Those that only this kind has.</summary>
    protected virtual IReadOnlyList<string> Parameters => [];

    public ComposedReport Of(HttpRequest asked, Snapshot snapshot, Instant now, Caller caller, bool simulated)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(snapshot);
        var query = new QueryReader(asked, [.. FigureRequest.Parameters.Where(name => name != "definition" || Fixed is null), "by", "lang", .. Parameters]);
        var by = query.Choice("by", Breakdowns, required: true);
        var closing = Parameters.Contains("closing") ? ClosedFigures.Asked(query, caller) : null;
        var minimum = query.Whole("minimum", 1, 1_000_000) ?? League.DefaultMinimum;
        query.Choice("lang", Languages);
        var (definition, period, known, filter) = FigureRequest.Read(query, now, snapshot, AnswerForms.OfReports);
        query.ThrowIfRefused();
        return Compose(
            snapshot.Within(known), new ReportRequest(by!.Value, Fixed ?? definition, period, filter, minimum, closing, LanguageOf(asked), simulated));
    }

    /// <summary>lang=, else what the Accept-Language header prefers.</summary>
    public static Language LanguageOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Languages.TryGetValue(request.Query["lang"].ToString(), out var language) ? language : Problems.Languages.Of(request);
    }

    /// <param name="snapshot">By what is known.</param>
    /// <param name="request">Checked.</param>
    protected abstract ComposedReport Compose(Snapshot snapshot, ReportRequest request);

    protected static (FigureHead Head, RowAnswer Total, IReadOnlyList<RowAnswer> Rows) Figures(Snapshot snapshot, ReportRequest request, FigureFilter filter)
    {
        var figures = FigureQuery.Run(snapshot, request.Period, request.By, filter);
        var builder = new FigureBuilder(snapshot.Rulebook, request.By.Camel(), new RowLinks(snapshot, request.Period, filter), request.Language);
        return (
            FigureHead.Of(snapshot, request.Period, request.Definition, filter), builder.Total(figures, request.Definition), builder.Rows(figures, request.Definition));
    }

    protected static IReadOnlyList<ReportFact> Facts(Snapshot snapshot, ReportRequest request, FigureHead head) =>
        ReportFacts.Of(head, request.Filter.Within, snapshot.LastSeq(), null, request.Simulated, request.Language);

    /// <summary>Name of what the rows are, and of the row where its code has had several meanings.</summary>
    protected static string RowHeading(Breakdown by, Language language) => (by switch
    {
        Breakdown.Field => new Words("Field", "Lĩnh vực giải quyết"),
        Breakdown.District => new Words("District", "Huyện, thị xã, thành phố"),
        Breakdown.Branch => new Words("Land-registry branch", "Chi nhánh Văn phòng đăng ký đất đai"),
        _ => new Words("Unit", "Đơn vị"),
    }).In(language);

    protected static string? Named(string? name, string? validFrom, Language language) =>
        validFrom is null ? name : $"{name} ({new Words("from", "từ").In(language)} {validFrom})";
}
