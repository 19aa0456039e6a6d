namespace DossierMonitor.Domain.Timeliness;

public enum TimeLimitUnit
{
    WorkingDays,
    Hours,
}

/// <summary>A procedure's time limit. Working days are whole numbers; hours are another rule, never days × 24.</summary>
public readonly record struct TimeLimit
{
    public TimeLimit(int value, TimeLimitUnit unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 5000);
        Value = value;
        Unit = unit;
    }

    public int Value { get; }

    public TimeLimitUnit Unit { get; }
}
