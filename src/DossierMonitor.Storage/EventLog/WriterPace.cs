namespace DossierMonitor.Storage.EventLog;

/// <summary>How long a piece of work takes, from what the last ones took.</summary>
internal sealed class WriterPace
{
    // The newest counts for an eighth: one that had to wait for the disk says little about the next.
    private const double Newest = 0.125;

    private double? _perEvent;

    public void Note(TimeSpan took, int events)
    {
        if (events > 0)
        {
            var perEvent = took.TotalMilliseconds / events;
            _perEvent = _perEvent is { } before ? before + (Newest * (perEvent - before)) : perEvent;
        }
    }

    /// <returns>Null = nothing is known yet.</returns>
    public TimeSpan? Of(int events) => _perEvent is { } each ? TimeSpan.FromMilliseconds(each * events) : null;
}
