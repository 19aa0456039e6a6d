using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Reference;

/// <summary>A calendar and the day from which it is in force.</summary>
public sealed record EffectiveCalendar(DateOnly From, WorkingCalendar Calendar);

/// <summary>A reference folder as read: units, procedures, calendar, targets, and the text of its files.</summary>
/// <param name="Calendar">In force from the beginning.</param>
public sealed record ReferenceData(
    UnitDirectory Units,
    ProcedureCatalog Procedures,
    WorkingCalendar Calendar,
    IReadOnlyList<Target> Targets,
    IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Calendars that replace it from a day on, ascending: each notice about days off takes effect on its day.</summary>
    public IReadOnlyList<EffectiveCalendar> LaterCalendars { get; init; } = [];

    /// <summary>The newest.</summary>
    public WorkingCalendar LatestCalendar => LaterCalendars.Count == 0 ? Calendar : LaterCalendars[^1].Calendar;
}

/// <param name="Line">1-based; 0 = the file as a whole.</param>
public sealed record ReferenceError(string File, int Line, string Reason)
{
    public override string ToString() => Line == 0 ? $"{File}: {Reason}" : $"{File}, line {Line}: {Reason}";
}

/// <summary>The folder cannot be used; nothing of it was taken over.</summary>
public sealed class ReferenceException : Exception
{
    public ReferenceException(IReadOnlyList<ReferenceError> errors)
        : base("The reference folder is wrong. " + string.Join(" · ", errors)) => Errors = errors;

    public ReferenceException(string message)
        : this([new ReferenceError("folder", 0, message)])
    {
    }

    public ReferenceException()
        : this([])
    {
    }

    public ReferenceException(string message, Exception inner)
        : base(message, inner) => Errors = [];

    public IReadOnlyList<ReferenceError> Errors { get; }
}
