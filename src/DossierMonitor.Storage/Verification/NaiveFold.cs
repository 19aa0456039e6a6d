using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Verification;

internal sealed record NaiveHistory(string? Source, string? ProcedureAsWritten, string? Holder, Instant? ReceivedAt, Instant? ReturnedAt, IReadOnlyList<Stretch> Stretches, IReadOnlyList<NaiveFinding> Findings);

internal readonly record struct NaiveFinding(Finding Code, Instant From, Instant? Until);

internal static class NaiveFold
{
    public static NaiveHistory Run(string code, IReadOnlyCollection<DossierEvent> events, IReadOnlyList<(Instant From, FoldRules Rules)> versions)
    {
        var h = DossierFold.Fold(code, events, new RuleTimeline(versions.Select(v => new EffectiveRules(v.From, v.Rules))));
        return new NaiveHistory(h.Source, h.ProcedureAsWritten, h.Holder, h.ReceivedAt, h.ReturnedAt, h.Stretches, [.. h.Findings.Concat(h.PastFindings).Select(f => new NaiveFinding(f.Code, f.Since, f.Until))]);
    }
}
