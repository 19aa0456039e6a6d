using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetTargets;

/// <summary>GET /v1/targets</summary>
public sealed class GetTargetsEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    private enum Verdicts
    {
        True,
        False,
        Any,
    }

    private static readonly Dictionary<string, Verdicts> Met = new(StringComparer.Ordinal)
    {
        ["true"] = Verdicts.True,
        ["false"] = Verdicts.False,
        ["any"] = Verdicts.Any,
    };

    public override void Configure()
    {
        Get("/v1/targets");
        Allow(AccessPolicy.Figures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        Answer, answer => AnswerListAsync(answer, ListColumns.Targets, answer.Targets, null, ct));

    private TargetsAnswer Answer(Snapshot snapshot)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var query = new QueryReader(HttpContext.Request, "from", "to", "asOf", "knownAt", "definition", "id", "met", "format", "bom");
        var period = query.Period(Now, days);
        var known = query.Known();
        var definitions = new List<RateDefinition?>();
        if (query.Has("definition"))
        {
            definitions.AddRange(query.Definitions(withAll: true));
        }
        else
        {
            definitions.Add(null);
        }

        var ids = snapshot.Rulebook.Reference.Targets.Select((target, i) => (target.Id, i)).ToDictionary(target => target.Id, target => target.i, StringComparer.Ordinal);
        var id = query.Choice("id", ids);
        var met = query.Choice("met", Met);
        query.ListForm();
        query.ThrowIfRefused();

        snapshot = snapshot.Within(known);
        var links = new RowLinks(snapshot, period, new FigureFilter(Within: Caller.Unit));
        var answers = TargetQuery.Run(snapshot, period, definitions, Caller.Unit)
            .Where(answer => id is not { } index || answer.Result.Target.Id == snapshot.Rulebook.Reference.Targets[index].Id)
            .Where(answer => met is not { } wanted || answer.Result.Met is { } verdict && (wanted == Verdicts.Any || verdict == (wanted == Verdicts.True)));
        return new TargetsAnswer(
            period.From.Text(),
            period.To.Text(),
            days.Text(period.AsOf),
            days.Text(known.Recorded),
            days.Id,
            snapshot.Rulebook.CalendarAt(period.AsOf).Version,
            VerifiedAnswer.Of(snapshot),
            [.. answers.Select(answer => TargetResultAnswer.Of(answer, links, snapshot.Rulebook.Rules.Units, IsConfigured(snapshot, answer), Language))]);
    }

    private static bool IsConfigured(Snapshot snapshot, TargetAnswer answer) =>
        snapshot.Rulebook.Reference.Targets.First(target => target.Id == answer.Result.Target.Id).Definition == answer.Result.Target.Definition;
}
