using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Answers;

/// <summary>
/// Where the dossiers behind a row are: a list with the filters that made the row, as of the same instant and by what was
/// recorded when the row was answered, so that it has as many items as the number for as long as the log exists. Behind it,
/// <c>&amp;state=</c> and a number's name gives that number's dossiers.
/// </summary>
public sealed class RowLinks
{
    private readonly string _period;
    private readonly string _moment;
    private readonly FigureFilter _filter;

    /// <param name="snapshot">What was answered from.</param>
    /// <param name="period">Of the answer.</param>
    /// <param name="filter">Of the answer.</param>
    public RowLinks(Snapshot snapshot, Period period, FigureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        var days = snapshot.Rulebook.Clock.Days;

        // Never an instant that is still to come: until then events would be recorded that the answer did not count.
        var last = snapshot.LastRecorded();
        var known = snapshot.Known.Recorded is { } asked && !(asked > last) ? asked : last;
        _period = PeriodOf(period.From, period.To);
        _moment = Part("asOf", days.Text(period.AsOf)) + Part("knownAt", days.Text(known));
        _filter = filter;
    }

    private RowLinks(string period, string moment, FigureFilter filter)
    {
        _period = period;
        _moment = moment;
        _filter = filter;
    }

    /// <summary>The same moment of the same answer, for the dossiers of one field; null = of all.</summary>
    public RowLinks ForField(string? field) => new(_period, _moment, _filter with { Field = field });

    /// <summary>The same moment of the same answer, for the days of one interval.</summary>
    public RowLinks ForDays(DateOnly from, DateOnly to) => new(PeriodOf(from, to), _moment, _filter);

    /// <param name="by">The breakdown; null = no row, only the filters.</param>
    /// <param name="key">The row; null = all rows, as in the total.</param>
    /// <param name="validFrom">Where the code has several meanings: the day of this one, empty for the oldest.</param>
    /// <param name="definition">Decides the due date and what the rates count.</param>
    /// <param name="state">A number's name; null = left to the reader.</param>
    public string Dossiers(string? by, string? key, string? validFrom, RateDefinition definition, string? state = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return "/v1/dossiers?" + string.Concat(
            Part("by", by),
            Part("key", key),
            Part("validFrom", validFrom),
            _period,
            _moment,
            Part("unit", _filter.Unit),
            Part("field", _filter.Field),
            Part("procedure", _filter.Procedure),
            Part("channel", _filter.Channel?.Camel()),
            Part("include", _filter.IncludeBranches ? "branches" : null),
            Part("definition", definition.Id),
            Part("state", state))[1..];
    }

    /// <summary>The entries of per-unit targets that a share counts.</summary>
    /// <param name="id">The per-unit target, which has its own field.</param>
    /// <param name="met">Null = all that have a verdict.</param>
    /// <param name="definition">The one that was asked for.</param>
    public string Targets(string id, bool? met, RateDefinition? definition) => "/v1/targets?" + string.Concat(
        Part("id", id),
        Part("met", met switch { true => "true", false => "false", null => "any" }),
        Part("definition", definition?.Id),
        _period,
        _moment)[1..];

    private static string PeriodOf(DateOnly from, DateOnly to) => Part("from", from.Text()) + Part("to", to.Text());

    private static string Part(string name, string? value) =>
        value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
