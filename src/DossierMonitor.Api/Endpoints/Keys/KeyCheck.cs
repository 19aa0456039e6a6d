using DossierMonitor.Api.Ingest;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Endpoints.Keys;

/// <summary>What a key is to be, as it was asked for by a request or on the command line.</summary>
public sealed record CreateKeyRequest(string Name, IReadOnlyList<string> Scopes, string? Source = null, string? Unit = null, string? ExpiresAt = null);

/// <summary>Whether such a key makes sense.</summary>
public static class KeyCheck
{
    private const int NameLength = 100;
    private const int SourceLength = 255;

    /// <param name="request">What was asked for.</param>
    /// <param name="rulebook">Knows the units.</param>
    /// <param name="now">The clock.</param>
    /// <param name="reasons">Takes what is wrong.</param>
    /// <returns>Null when something is wrong.</returns>
    public static AccessKeyRequest? Check(CreateKeyRequest request, Rulebook rulebook, Instant now, List<RefusalReason> reasons)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rulebook);
        ArgumentNullException.ThrowIfNull(reasons);
        CheckText("/name", request.Name, NameLength, reasons);
        if (request.Source is { } source)
        {
            CheckSource(source, reasons);
        }

        var scopes = ScopeNames.Parse(request.Scopes);
        if (scopes is null)
        {
            reasons.Add(new RefusalReason("/scopes", "unknownScope", ScopeNames.Known));
        }

        var granted = scopes ?? Scopes.None;
        if ((granted & (Scopes.EventsWrite | Scopes.EventsBackfill)) != Scopes.None && !granted.HasFlag(Scopes.Admin) && request.Source is null)
        {
            reasons.Add(new RefusalReason("/source", "sourceNeeded"));
        }

        if (request.Unit is { } unit)
        {
            if (granted.HasFlag(Scopes.Admin))
            {
                reasons.Add(new RefusalReason("/unit", "adminUnit"));
            }
            else if (!rulebook.Rules.Units.Knows(unit))
            {
                reasons.Add(new RefusalReason("/unit", "unknownUnit"));
            }
        }

        var expires = Expiry(request.ExpiresAt, rulebook.Clock.Days, now, reasons);
        return reasons.Count == 0 ? new AccessKeyRequest(request.Name.Trim(), request.Source, granted, request.Unit, expires) : null;
    }

    /// <summary>One that a source can have.</summary>
    public static void CheckSource(string source, List<RefusalReason> reasons) => CheckText("/source", source, SourceLength, reasons);

    /// <summary>A text of an administrator's own, in which no citizen's data has a place either.</summary>
    private static void CheckText(string pointer, string text, int maximum, List<RefusalReason> reasons)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(reasons);
        if (string.IsNullOrWhiteSpace(text) || text.Length > maximum || text.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            reasons.Add(new RefusalReason(pointer, "invalidName", maximum.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
        else if (PersonalData.LooksLikeIn(text))
        {
            reasons.Add(new RefusalReason(pointer, "personalData"));
        }
    }

    // A day is meant to its end.
    private static Instant? Expiry(string? text, LocalDays days, Instant now, List<RefusalReason> reasons)
    {
        if (text is null)
        {
            return null;
        }

        Instant expires;
        if (Rfc3339.TryParseDate(text, out var day) && day.Year is >= 1990 and <= 2100)
        {
            expires = days.EndOf(day).Next;
        }
        else if (!QueryReader.TryTime(text, out expires))
        {
            reasons.Add(new RefusalReason("/expiresAt", "invalidDueDate"));
            return null;
        }

        if (expires <= now)
        {
            reasons.Add(new RefusalReason("/expiresAt", "expiresInPast"));
        }

        return expires;
    }
}
