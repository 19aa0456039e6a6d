using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Dossiers;

namespace DossierMonitor.Domain.Tests.Deadlines;

/// <summary>The lines of a ledger in brief: <c>rule day ±number time (reason) event → due</c>, milliseconds only where there are any.</summary>
internal static class LedgerText
{
    public static string[] Lines(FoldRules rules, DueDateKind kind, params DossierEvent[] events) => Lines(rules, kind, 1, events);

    public static string[] Lines(FoldRules rules, DueDateKind kind, int cycle, params DossierEvent[] events)
    {
        var steps = new DueDateSteps();
        DossierFold.Fold("D1", events, rules, steps: steps);
        return Of(rules, steps.Of(cycle, kind));
    }

    public static string[] Of(FoldRules rules, IReadOnlyList<DueDateStep> steps) =>
        [.. DeadlineLedger.Of(steps, rules, new DateOnly(2022, 11, 3)).Select(Text)];

    private static string Text(LedgerLine line)
    {
        var counted = line.Counted switch { true => $" +{line.Number}", false => " -", null => "" };
        var time = line.Time is { } open ? $" {(open < TimeSpan.Zero ? "minus " : "")}{open:hh\\:mm}" : "";
        var reason = line.Reason is { } why ? $" ({why})" : "";
        var cause = line.Event is { } e ? " " + e.Id : "";
        var local = line.Due is { } date ? SmallWorld.Days.ToLocal(date) : default;
        var due = line.Due is null ? "" : local.TimeOfDay.Ticks % TimeSpan.TicksPerMinute == 0 ? $" → {local:yyyy-MM-dd HH:mm}" : $" → {local:yyyy-MM-dd HH:mm:ss.fff}";
        return $"{line.Rule} {line.Day:yyyy-MM-dd}{counted}{time}{reason}{cause}{due}";
    }
}
