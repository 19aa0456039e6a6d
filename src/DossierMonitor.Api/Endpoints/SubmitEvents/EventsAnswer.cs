using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Endpoints.SubmitEvents;

public sealed record EventsAnswer(
    long Received,
    long Accepted,
    long Duplicates,
    long Conflicts,
    long Rejected,
    long Forbidden,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool DryRun,
    IReadOnlyList<EventResult> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long ItemsOmitted)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }
}

public sealed record EventResult(
    long Index,
    string? Id,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemError>? Errors);

/// <summary>
/// Counts outcomes and names every event that was not plainly accepted. A stream may have any number of those, and the answer
/// must not grow with it: beyond a bound they are only counted, and duplicates give way to events that were not taken, since
/// those are what a portal must do something about.
/// </summary>
internal sealed class EventSummary(bool everyItem, Language language)
{
    private const int MaximumItems = 10_000;

    // An event can be wrong in hundreds of places, and each is named.
    private const int MaximumErrors = 50_000;

    private readonly long[] _counts = new long[Enum.GetValues<EventStatus>().Length];
    private readonly List<EventResult> _taken = [];
    private readonly List<EventResult> _notTaken = [];
    private long _items;
    private int _errors;

    public long Received { get; private set; }

    public void Add(IReadOnlyList<SubmittedEvent> events, IReadOnlyList<EventOutcome> outcomes)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var outcome = outcomes[i];
            _counts[(int)outcome.Status]++;
            if (everyItem || outcome.Status != EventStatus.Accepted)
            {
                _items++;
                var isTaken = outcome.Status is EventStatus.Accepted or EventStatus.Duplicate;
                var list = isTaken ? _taken : _notTaken;
                if (list.Count < MaximumItems && (isTaken || _errors < MaximumErrors))
                {
                    list.Add(Result(Received, events[i], outcome));
                    _errors += outcome.Refusal?.Reasons.Count ?? 0;
                }
            }

            Received++;
        }
    }

    public EventsAnswer Answer(bool dryRun)
    {
        List<EventResult> items = [.. _notTaken.Concat(_taken.Take(MaximumItems - _notTaken.Count)).OrderBy(item => item.Index)];
        return new EventsAnswer(
            Received,
            _counts[(int)EventStatus.Accepted],
            _counts[(int)EventStatus.Duplicate],
            _counts[(int)EventStatus.Conflict],
            _counts[(int)EventStatus.Rejected],
            _counts[(int)EventStatus.Forbidden],
            dryRun,
            items,
            _items - items.Count);
    }

    private EventResult Result(long index, SubmittedEvent submitted, EventOutcome outcome)
    {
        var errors = outcome.Refusal?.Reasons.Select(reason => ProblemError.Of(reason, language)).ToList();
        return new EventResult(
            index,
            submitted.Event?.Id ?? outcome.Refusal?.EventId,
            outcome.Status.Camel(),
            outcome.Refusal is null ? null : TypeOf(outcome.Status),
            errors is null ? null : string.Join(' ', errors.Select(error => error.Detail).Distinct(StringComparer.Ordinal)),
            errors);
    }

    public static string TypeOf(EventStatus status) => status switch
    {
        EventStatus.Conflict => ProblemKind.EventConflict.Type,
        EventStatus.Forbidden => ProblemKind.EventForbidden.Type,
        _ => ProblemKind.EventRejected.Type,
    };
}
