using DossierMonitor.Api.Hosting;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>A year that begins with some month: requests take turns among them, so that no one measures a single answer kept ready.</summary>
internal sealed record Window(DateOnly First, DateOnly Last)
{
    private const int Windows = ((Province.Years - 1) * 12) + 1;

    // Turns by this step visit every window before one comes again.
    private const int Step = 7;

    public string Query => $"from={First:yyyy-MM-dd}&to={Last:yyyy-MM-dd}";

    public long FirstMillisecond => new ServiceSettings().Clock.Days.StartOf(First).Milliseconds;

    public long MillisecondAfter => new ServiceSettings().Clock.Days.EndOf(Last).Milliseconds + 1;

    public static Window Of(int turn)
    {
        var begin = Province.LastDay.AddDays(1).AddYears(-Province.Years).AddMonths(turn * Step % Windows);
        return new Window(begin, begin.AddYears(1).AddDays(-1));
    }
}
