using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.GetOnTime;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Closings;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.Closings;

/// <summary>Frozen figures as the source of other answers: <c>closing=</c> instead of a period.</summary>
internal static class ClosedFigures
{
    // All that the frozen document has decided already.
    private static readonly string[] Decided = ["from", "to", "asOf", "knownAt", "definition", "unit", "field", "procedure", "channel", "include"];

    /// <summary>The number of the closing that is asked for, if one is.</summary>
    /// <param name="query">Of the request; what does not go with a closing is refused there.</param>
    /// <param name="caller">A closing is of the whole province.</param>
    /// <exception cref="ApiProblemException">The caller sees one unit only.</exception>
    public static long? Asked(QueryReader query, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(caller);
        if (query.Whole("closing", 1, int.MaxValue) is not { } id)
        {
            return null;
        }

        if (caller.Unit is not null)
        {
            throw new ApiProblemException(ProblemKind.Forbidden, new RefusalReason("", "wholeOnly"));
        }

        foreach (var name in Decided.Where(query.Has))
        {
            query.Refuse(name, "notWithClosing");
        }

        return id;
    }

    /// <exception cref="ApiProblemException">There is no such closing.</exception>
    public static (Closing Closing, ClosingDocument Document) Read(Snapshot snapshot, long id)
    {
        var (closing, body) = Find(snapshot, id);
        return (closing, JsonSerializer.Deserialize<ClosingDocument>(body, ApiJson.Options)!);
    }

    /// <summary>With its frozen bytes.</summary>
    /// <exception cref="ApiProblemException">There is no such closing.</exception>
    public static (Closing Closing, byte[] Body) Find(Snapshot snapshot, long id)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return ClosingStore.Find(snapshot, id) ?? throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchClosing"));
    }

    public static FigureHead Head(ClosingDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new FigureHead(
            document.Definition,
            document.From,
            document.To,
            document.AsOf,
            null,
            document.TimeZone,
            document.Calendar,
            document.VerdictBy,
            new OnTimeFilterAnswer(null, null, null, null, null),
            document.Verified);
    }
}
