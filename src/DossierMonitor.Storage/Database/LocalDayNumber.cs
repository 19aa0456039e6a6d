namespace DossierMonitor.Storage.Database;

/// <summary>Local days in tables: yyyymmdd as an integer, which sorts, groups by month (÷ 100) and reads well in a shell.</summary>
public static class LocalDayNumber
{
    public static int Of(DateOnly day) => (day.Year * 10000) + (day.Month * 100) + day.Day;

    public static DateOnly ToDate(long number) =>
        new((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100));
}
