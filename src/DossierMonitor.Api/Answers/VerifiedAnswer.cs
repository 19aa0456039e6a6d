using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Verification;

namespace DossierMonitor.Api.Answers;

/// <summary>Whether the figures were last proved from the log, and when.</summary>
/// <param name="Result">ok, mismatch or never.</param>
/// <param name="Events">Of the log, that were checked.</param>
public sealed record VerifiedAnswer(string Result, string? At, long? Events)
{
    public static VerifiedAnswer Of(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return VerificationLog.Last(snapshot) is { } last
            ? new VerifiedAnswer(last.Difference is null ? "ok" : "mismatch", snapshot.Rulebook.Clock.Days.Text(last.At), last.Events)
            : new VerifiedAnswer("never", null, null);
    }
}
