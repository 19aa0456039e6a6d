using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>A body of one event or an array of them.</summary>
public static class EventBatch
{
    public const int MaximumEvents = 1_000;

    /// <param name="json">The whole body.</param>
    /// <param name="format">What the media type said.</param>
    /// <param name="parser">For each event.</param>
    /// <returns>The events, and whether the body was an array.</returns>
    public static (List<SubmittedEvent> Events, bool IsArray) Parse(ReadOnlySpan<byte> json, EventFormat format, EventParser parser)
    {
        ArgumentNullException.ThrowIfNull(parser);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = EventParser.MaximumDepth });
            reader.Read();
            var isArray = reader.TokenType == JsonTokenType.StartArray;
            if (format == EventFormat.Batch && !isArray)
            {
                throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "wrongType"));
            }

            var events = new List<SubmittedEvent>();
            if (!isArray || format == EventFormat.One)
            {
                // A single event that is no object is that event's fault; broken JSON is the request's.
                reader.Skip();
                EnsureEnd(ref reader);
                events.Add(parser.Parse(json));
                return (events, false);
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (events.Count == MaximumEvents)
                {
                    throw new ApiProblemException(
                        ProblemKind.TooLarge,
                        new RefusalReason("", "tooManyEvents", MaximumEvents.ToString(CultureInfo.InvariantCulture)));
                }

                events.Add(parser.Parse(ref reader));
            }

            EnsureEnd(ref reader);
            return (events, true);
        }
        catch (JsonException)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "notJson"));
        }
    }

    private static void EnsureEnd(ref Utf8JsonReader reader)
    {
        if (reader.Read())
        {
            throw new JsonException();
        }
    }
}
