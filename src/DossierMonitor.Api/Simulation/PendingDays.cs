namespace DossierMonitor.Api.Simulation;

/// <summary>
/// The events to come, by day. A day is sorted when it comes, which is far cheaper than one queue of all; what a day occupied
/// is used again by later ones, so that memory is that of the events that wait.
/// </summary>
internal sealed class PendingDays(DateOnly first, DateOnly last)
{
    private readonly Chunk?[] _days = new Chunk?[last.DayNumber - first.DayNumber + 1];
    private PlannedEvent[] _sorted = [];
    private Chunk? _spare;
    private int _next;

    public void Add(DateOnly day, in PlannedEvent planned)
    {
        // What would lie in a day that has gone is said on the next one.
        ref var chunk = ref _days[Math.Max(day.DayNumber - first.DayNumber, _next)];
        if (chunk is null || chunk.Count == Chunk.Size)
        {
            var fresh = _spare ?? new Chunk();
            _spare = fresh.Before;
            fresh.Before = chunk;
            chunk = fresh;
        }

        chunk.Events[chunk.Count++] = planned;
    }

    /// <summary>The events of the days through that one, in order. Each day is given once.</summary>
    public IEnumerable<PlannedEvent> Through(DateOnly day)
    {
        for (; _next < _days.Length && _next <= day.DayNumber - first.DayNumber; _next++)
        {
            var count = Empty(ref _days[_next]);
            _sorted.AsSpan(0, count).Sort(default(ByTime));
            for (var i = 0; i < count; i++)
            {
                yield return _sorted[i];
            }
        }
    }

    private int Empty(ref Chunk? day)
    {
        var count = 0;
        while (day is { } chunk)
        {
            if (count + chunk.Count > _sorted.Length)
            {
                Array.Resize(ref _sorted, Math.Max(count + chunk.Count, _sorted.Length * 2));
            }

            chunk.Events.AsSpan(0, chunk.Count).CopyTo(_sorted.AsSpan(count));
            count += chunk.Count;
            day = chunk.Before;
            chunk.Count = 0;
            chunk.Before = _spare;
            _spare = chunk;
        }

        return count;
    }

    private sealed class Chunk
    {
        public const int Size = 256;

        public readonly PlannedEvent[] Events = new PlannedEvent[Size];
        public int Count;
        public Chunk? Before;
    }
}
