namespace DossierMonitor.Domain.Rates;

/// <summary>
/// What is tallied per unit and day. Flows are counted on the day they happen. Stocks are kept as edges: +1 on the day a
/// dossier enters the stock, −1 on the day it leaves, so that the sum of all days up to D is the stock at the end of D,
/// for days past and future alike. Verdict-dependent measures exist for the current and the promised due date.
/// </summary>
public enum Measure
{
    Received,
    Reopened,
    TransferredIn,
    TransferredOut,
    NotAccepted,
    Withdrawn,
    Refused,
    Stopped,
    EarlyCurrent,
    OnTimeCurrent,
    LateCurrent,
    NoDueDateCurrent,
    EarlyPromised,
    OnTimePromised,
    LatePromised,
    NoDueDatePromised,
    Open,
    OverdueCurrent,
    PausedCurrent,
    OpenNoDueDateCurrent,
    OverduePromised,
    PausedPromised,
    OpenNoDueDatePromised,
}

public static class Measures
{
    public const int Count = (int)Measure.OpenNoDueDatePromised + 1;

    public static IReadOnlyList<Measure> All { get; } = Enum.GetValues<Measure>();

    /// <summary>The same word in SQL: <c>onTimeCurrent</c> is the column <c>on_time_current</c>.</summary>
    public static string ColumnName(this Measure measure) => Columns[(int)measure];

    private static readonly string[] Columns =
        [.. Enum.GetNames<Measure>().Select(name => string.Concat(name.Select((c, i) =>
            char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString())))];
}

/// <summary>One number per measure.</summary>
public sealed class MeasureVector
{
    private readonly long[] _values = new long[Measures.Count];

    public long this[Measure measure]
    {
        get => _values[(int)measure];
        set => _values[(int)measure] = value;
    }

    public bool IsZero => Array.TrueForAll(_values, value => value == 0);

    public void Add(MeasureVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] += other._values[i];
        }
    }
}
