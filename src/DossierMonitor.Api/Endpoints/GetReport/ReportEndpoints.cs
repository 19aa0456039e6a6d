using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Reports;
using DossierMonitor.Api.Security;

namespace DossierMonitor.Api.Endpoints.GetReport;

/// <summary>GET /v1/reports/…: a report as JSON, CSV, workbook or page.</summary>
public abstract class ReportEndpoint : SnapshotEndpoint
{
    private readonly Report _report;
    private readonly bool _simulated;

    private protected ReportEndpoint(Report report, ServiceSettings settings, ServedStore store, KnownTags tags, TimeProvider time)
        : base(store, tags, time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _report = report;
        _simulated = settings.Simulated;
    }

    protected override Language Language => Report.LanguageOf(HttpContext.Request);

    protected override IReadOnlyList<AnswerForm> OfferedForms => AnswerForms.OfReports;

    public override void Configure()
    {
        Get("/v1/reports/" + _report.Id);
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        snapshot => _report.Of(HttpContext.Request, snapshot, Now, Caller, _simulated), report => AnswerAsync(report, ct));

    private Task AnswerAsync(ComposedReport report, CancellationToken cancellation)
    {
        var (form, headers) = (AskedForm, HttpContext.Response.Headers);
        if (form == AnswerForm.Html)
        {
            headers.ContentSecurityPolicy = ReportPage.Policy;
        }

        if (form == AnswerForm.Xlsx)
        {
            headers.ContentDisposition = $"attachment; filename=\"{_report.Id}.xlsx\"";
        }

        return WriteAsync(report.Write(form, HttpContext.Request.Query["bom"] == "1"), form.ContentType(), null, cancellation);
    }
}

/// <summary>GET /v1/reports/ii-06a</summary>
public sealed class GetIi06aEndpoint(ServiceSettings settings, ServedStore store, KnownTags tags, TimeProvider time)
    : ReportEndpoint(new Ii06aReport(), settings, store, tags, time);

/// <summary>GET /v1/reports/progress-766</summary>
public sealed class GetProgress766Endpoint(ServiceSettings settings, ServedStore store, KnownTags tags, TimeProvider time)
    : ReportEndpoint(new Progress766Report(), settings, store, tags, time);

/// <summary>GET /v1/reports/league</summary>
public sealed class GetLeagueReportEndpoint(ServiceSettings settings, ServedStore store, KnownTags tags, TimeProvider time)
    : ReportEndpoint(new LeagueReport(), settings, store, tags, time);
