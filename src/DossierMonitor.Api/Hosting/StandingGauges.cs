using DossierMonitor.Api.Answers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Queries;
using Prometheus;

namespace DossierMonitor.Api.Hosting;

/// <summary>
/// The figures among the metrics: the year so far of every district, branch and province, the same numbers as /v1/on-time and
/// /v1/targets give for that period at that instant.
/// </summary>
internal sealed class StandingGauges
{
    private const string Period = "1 January of the clock's local year to now";

    // The two that differ most: what form II.06 asks for, and the one that no later date can embellish. The others are of /v1/on-time.
    private static readonly RateDefinition[] Definitions = [RateDefinition.Closed, RateDefinition.Strict];

    private readonly GaugeSeries _onTime;
    private readonly GaugeSeries _open;
    private readonly GaugeSeries _unit;
    private readonly GaugeSeries _remaining;
    private readonly GaugeSeries _allowed;
    private readonly GaugeSeries _met;
    private readonly GaugeSeries _value;
    private readonly GaugeSeries _threshold;
    private readonly GaugeSeries _small;
    private readonly GaugeSeries _at;
    private (long LastSeq, string Rules, long Minute)? _state;

    public StandingGauges(MetricFactory factory)
    {
        _onTime = Series("dossier_on_time_ratio", $"On-time rate ({Period}) by definition, closed or strict; field (all) = all of them, (none) = procedures without one, (other) = fields that the reference data do not have. Absent where nothing was judged.", "unit", "kind", "field", "definition");
        _open = Series("dossier_open", "Open dossiers now, in disjoint parts against the current due date: inTime, overdue, paused (in time), noDueDate (paused or not). A province has its districts and branches in it.", "unit", "kind", "field", "state");
        _unit = Series("dossier_unit_info", "1 for each unit that has figures here, to find its name by.", "unit", "kind", "name");
        _remaining = Series("dossier_late_budget_remaining", $"How many more dossiers may be late ({Period}) until the target is missed; below 0 = so many are late too much. Of a share of units: units. Unit (all) = the target is of all units together.", "target", "unit", "kind");
        _allowed = Series("dossier_late_budget_allowed", $"How many dossiers ({Period}) may be late in all, at the volume so far; of a share of units: how many units may miss theirs.", "target", "unit", "kind");
        _met = Series("dossier_target_met", $"1 = the target is met ({Period}), 0 = missed, absent = nothing was judged yet.", "target", "unit", "kind");
        _value = Series("dossier_target_value", $"The share that the target is about ({Period}).", "target", "unit", "kind");
        _threshold = Series("dossier_target_threshold", "What the share is held against.", "target");
        _small = Series("dossier_target_below_minimum_volume", "1 = too few dossiers for the verdict to say much.", "target", "unit", "kind");
        _at = Series("dossier_figures_timestamp_seconds", "As of when the figures here are, in seconds since 1970; by the service's clock.");

        GaugeSeries Series(string name, string help, params string[] labels) => new(factory, name, help, labels);
    }

    /// <summary>Computes anew when the log, the rules or the clock's minute is another than last time: not with each scrape.</summary>
    public void Refresh(Snapshot snapshot, Instant now)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var state = (snapshot.LastSeq(), snapshot.Rulebook.Digest, now.Milliseconds / 60_000);
        if (_state == state)
        {
            return;
        }

        var standing = StandingQuery.Run(snapshot, Domain.Rates.Period.Default(now, snapshot.Rulebook.Clock.Days));
        var units = snapshot.Rulebook.Rules.Units;
        _onTime.Replace(standing.Units.SelectMany(unit => Rates(unit, Labels(units, unit.Unit))));
        _open.Replace(standing.Units.Where(unit => unit.Field != StandingQuery.AllFields).SelectMany(unit => Parts(unit, Labels(units, unit.Unit))));
        _unit.Replace(standing.Units.Where(unit => unit.Field == StandingQuery.AllFields).Select(unit => ((string[])[.. Labels(units, unit.Unit), unit.Unit.Name], 1.0)));
        Replace(units, [.. standing.Targets.Where(target => target.Unit is null or { Kind: UnitKind.Province or UnitKind.District or UnitKind.Branch })]);
        _threshold.Replace(snapshot.Rulebook.Reference.Targets.Select(target => ((string[])[target.Id], (double)target.Threshold.Value)));
        _at.Replace([([], now.Milliseconds / 1000.0)]);
        _state = state;
    }

    private void Replace(UnitDirectory units, IReadOnlyList<TargetAnswer> targets)
    {
        var judged = targets.Where(target => target.Result.Met is not null).Select(target => (Labels(units, target), target.Result)).ToList();
        _met.Replace(judged.Select(target => (target.Item1, target.Result.Met == true ? 1.0 : 0.0)));
        _value.Replace(judged.Select(target => (target.Item1, target.Result.Share.Value!.Value)));
        _remaining.Replace(judged.Select(target => (target.Item1, (double)target.Result.Distance!.Value)));
        _allowed.Replace(judged.Select(target => (target.Item1, (double)(target.Result.Distance!.Value + Missed(target.Result)))));
        _small.Replace(judged.Select(target => (target.Item1, target.Result.BelowMinimumVolume ? 1.0 : 0.0)));
    }

    private static long Missed(TargetResult result) =>
        result.Target is { Measure: TargetMeasure.LateRate, ShareOf: null } ? result.Share.Numerator : result.Share.Complement.Numerator;

    private static IEnumerable<(string[] Labels, double Value)> Rates(UnitStanding unit, string[] labels)
    {
        foreach (var definition in Definitions)
        {
            if (definition.OnTime(Counts.From(unit.Tally, definition.Basis)).Value is { } rate)
            {
                yield return ([.. labels, unit.Field, definition.Id], rate);
            }
        }
    }

    private static IEnumerable<(string[] Labels, double Value)> Parts(UnitStanding unit, string[] labels)
    {
        var counts = Counts.From(unit.Tally, DueDateBasis.Current);
        var paused = counts.Paused - unit.PausedWithoutDueDate;
        yield return ([.. labels, unit.Field, "inTime"], counts.Open - counts.OpenOverdue - counts.OpenNoDueDate - paused);
        yield return ([.. labels, unit.Field, "overdue"], counts.OpenOverdue);
        yield return ([.. labels, unit.Field, "paused"], paused);
        yield return ([.. labels, unit.Field, "noDueDate"], counts.OpenNoDueDate);
    }

    private static string[] Labels(UnitDirectory units, TargetAnswer target) => target.Unit is { } unit
        ? [target.Result.Target.Id, .. Labels(units, unit)]
        : [target.Result.Target.Id, StandingQuery.AllFields, UnitKind.Province.Camel()];

    // Two meanings of a code may stand side by side in the year in which it changed.
    private static string[] Labels(UnitDirectory units, Unit unit) =>
        [units.HasSeveralMeanings(unit.Code) ? unit.Key.ToString() : unit.Code, unit.Kind.Camel()];

    /// <summary>A gauge whose series are exactly those of the last computation.</summary>
    private sealed class GaugeSeries(MetricFactory factory, string name, string help, string[] labels)
    {
        private readonly Gauge _gauge = factory.CreateGauge(name, help, new GaugeConfiguration { LabelNames = labels, SuppressInitialValue = true });

        public void Replace(IEnumerable<(string[] Labels, double Value)> series)
        {
            var vanished = _gauge.GetAllLabelValues().ToDictionary(Key, values => values, StringComparer.Ordinal);
            foreach (var (values, value) in series)
            {
                _gauge.WithLabels(values).Set(value);
                vanished.Remove(Key(values));
            }

            foreach (var values in vanished.Values)
            {
                _gauge.RemoveLabelled(values);
            }
        }

        private static string Key(string[] values) => string.Join('\u0001', values);
    }
}
