namespace DossierMonitor.Domain.Units;

public enum UnitKind
{
    Province,
    District,
    Commune,
    Department,
    /// <summary>Chi nhánh Văn phòng đăng ký đất đai: reported apart from its district.</summary>
    Branch,
}

/// <summary>
/// A unit is its code <em>and</em> the day from which the code has this meaning: on 2025-07-01 code 20341 stopped being
/// Phường An Mỹ and became Phường Tam Kỳ. Null = valid since before the records.
/// </summary>
public readonly record struct UnitKey(string Code, DateOnly? ValidFrom)
{
    public override string ToString() => ValidFrom is { } from ? $"{Code}@{from:yyyy-MM-dd}" : Code;
}

/// <param name="ValidTo">The last valid day, inclusive; null = still valid.</param>
public sealed record Unit(
    string Code,
    string Name,
    UnitKind Kind,
    string? Parent = null,
    string? District = null,
    DateOnly? ValidFrom = null,
    DateOnly? ValidTo = null,
    string? Successor = null)
{
    public UnitKey Key => new(Code, ValidFrom);

    public bool IsValidOn(DateOnly day) => (ValidFrom ?? DateOnly.MinValue) <= day && day <= (ValidTo ?? DateOnly.MaxValue);

    public bool IsValidWithin(DateOnly from, DateOnly to) =>
        (ValidFrom ?? DateOnly.MinValue) <= to && from <= (ValidTo ?? DateOnly.MaxValue);
}
