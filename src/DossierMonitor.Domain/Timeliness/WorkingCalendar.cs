namespace DossierMonitor.Domain.Timeliness;

/// <summary>A date on which the weekly rule does not hold: a day off, or a Saturday that makes one up.</summary>
public sealed record CalendarDay(DateOnly Date, bool IsWorkingDay, string Reason, string Confidence);

/// <summary>Where a year's days come from and whether the official notice confirms them.</summary>
public sealed record CalendarYear(int Year, bool Confirmed, string Source, string Confidence);

/// <summary>
/// Which days are working days. Monday to Friday unless the loaded list says otherwise; lunar dates are never computed.
/// Before and between loaded years only weekends are off and the year is unconfirmed. Beyond the last loaded year no date
/// may be <em>computed</em> (<see cref="TryAddWorkingDays"/> says no), but elapsed days can still be counted, with weekends
/// only, so that a dossier that is late today can be named even if nobody has loaded the new year yet.
/// </summary>
public sealed class WorkingCalendar
{
    private const int FirstYear = 1960;
    private const int LastYear = 2150;
    private static readonly int FirstDay = new DateOnly(FirstYear, 1, 1).DayNumber;
    private readonly int[] _workingDaysThrough;
    private readonly Dictionary<DateOnly, CalendarDay> _days;
    private readonly Dictionary<int, CalendarYear> _years;
    private WorkingCalendar? _provisional;

    public WorkingCalendar(string version, IEnumerable<CalendarDay> days, IEnumerable<CalendarYear>? years = null)
    {
        Version = version;
        _days = [];
        foreach (var day in days)
        {
            if (!_days.TryAdd(day.Date, day))
            {
                throw new ArgumentException($"The calendar names {day.Date:yyyy-MM-dd} twice.", nameof(days));
            }
        }

        var described = (years ?? []).ToDictionary(year => year.Year);
        _years = _days.Keys.Select(date => date.Year).Distinct().ToDictionary(
            year => year,
            year => described.GetValueOrDefault(year) ?? InferYear(year));
        LastLoadedYear = _years.Count == 0 ? null : _years.Keys.Max();

        _workingDaysThrough = new int[new DateOnly(LastYear, 12, 31).DayNumber - FirstDay + 1];
        var count = 0;
        for (var i = 0; i < _workingDaysThrough.Length; i++)
        {
            if (IsWorkingDay(DateOnly.FromDayNumber(FirstDay + i)))
            {
                count++;
            }

            _workingDaysThrough[i] = count;
        }
    }

    // The same days without the end.
    private WorkingCalendar(WorkingCalendar confirmed)
    {
        Version = confirmed.Version;
        _days = confirmed._days;
        _years = confirmed._years;
        _workingDaysThrough = confirmed._workingDaysThrough;
    }

    /// <summary>Saturdays and Sundays off, nothing else known, no last year: the calendar of a folder without calendar.csv.</summary>
    public static WorkingCalendar WeekendsOnly { get; } = new("weekends-only", []);

    /// <summary>Named in every answer, so that a figure can be traced to the list of days off behind it.</summary>
    public string Version { get; }

    /// <summary>Null when no list is loaded: then there is no end to compute beyond.</summary>
    public int? LastLoadedYear { get; }

    /// <summary>
    /// This calendar going on beyond its end with weekends only. For dates that must not vanish because nobody has loaded the
    /// next year yet; whoever uses it says that the result is provisional.
    /// </summary>
    public WorkingCalendar Provisional => LastLoadedYear is null ? this : _provisional ??= new WorkingCalendar(this);

    public IReadOnlyCollection<CalendarDay> Days => _days.Values;

    public IReadOnlyCollection<CalendarYear> Years => _years.Values;

    public CalendarYear? Year(int year) => _years.GetValueOrDefault(year);

    public bool IsConfirmed(int year) => _years.TryGetValue(year, out var loaded) && loaded.Confirmed;

    public bool IsBeyondEnd(DateOnly date) => LastLoadedYear is { } last && date.Year > last;

    /// <summary>Null when the weekly rule holds on that day.</summary>
    public CalendarDay? Day(DateOnly date) => _days.GetValueOrDefault(date);

    public bool IsWorkingDay(DateOnly date) =>
        _days.TryGetValue(date, out var day)
            ? day.IsWorkingDay
            : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>Working days in (<paramref name="after"/>, <paramref name="through"/>]; 0 when through is not later.</summary>
    public int WorkingDaysBetween(DateOnly after, DateOnly through) =>
        through <= after ? 0 : Through(through) - Through(after);

    /// <summary>
    /// The <paramref name="days"/>-th working day after <paramref name="start"/>; the start itself when days is 0.
    /// False when that day lies beyond the last loaded year, where nobody knows yet which days will be off.
    /// The inverse of <see cref="WorkingDaysBetween"/>.
    /// </summary>
    public bool TryAddWorkingDays(DateOnly start, int days, out DateOnly result)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        result = start;
        if (days > 0)
        {
            var target = Through(start) + days;
            var low = Index(start) + 1;
            var high = _workingDaysThrough.Length - 1;
            if (_workingDaysThrough[high] < target)
            {
                return false;
            }

            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_workingDaysThrough[middle] >= target)
                {
                    high = middle;
                }
                else
                {
                    low = middle + 1;
                }
            }

            result = DateOnly.FromDayNumber(FirstDay + low);
        }

        return !IsBeyondEnd(result);
    }

    private int Through(DateOnly date) => _workingDaysThrough[Index(date)];

    private int Index(DateOnly date) => Math.Clamp(date.DayNumber - FirstDay, 0, _workingDaysThrough.Length - 1);

    private CalendarYear InferYear(int year)
    {
        var rows = _days.Values.Where(day => day.Date.Year == year).ToList();
        var confirmed = rows.All(day => string.Equals(day.Confidence, "high", StringComparison.OrdinalIgnoreCase));
        return new CalendarYear(year, confirmed, "calendar.csv", confirmed ? "high" : "mixed");
    }
}
