using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>
/// Does the pure part of a piece of work on another thread, ahead of the caller, who takes the results in their order and does what
/// only it may do. What nobody has begun yet when its turn comes the caller does itself, so it never waits for a thread to be free.
/// </summary>
internal static class WorkAhead
{
    private const int MostAhead = 3;

    // For the whole process.
    private static readonly BackgroundThreads Ahead = new("work ahead", Math.Clamp(Environment.ProcessorCount - 1, 1, MostAhead));

    /// <param name="items">What is to be prepared.</param>
    /// <param name="size">How many make a part that one thread prepares at once.</param>
    /// <param name="prepare">
    /// Prepares a part; on either thread, parts side by side. After a failure parts may still be prepared while the caller is at
    /// something else, so it writes to nothing but the items.
    /// </param>
    /// <returns>The items in their order, prepared.</returns>
    public static IEnumerable<T> Run<T>(T[] items, int size, Action<ArraySegment<T>> prepare)
    {
        var parts = new Lazy<ArraySegment<T>>[(items.Length + size - 1) / size];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = new ArraySegment<T>(items, i * size, Math.Min(size, items.Length - (i * size)));
            parts[i] = new Lazy<ArraySegment<T>>(() =>
            {
                prepare(part);
                return part;
            });
        }

        for (var i = 1; i < Math.Min(parts.Length, MostAhead); i++)
        {
            Begin(parts[i]);
        }

        for (var i = 0; i < parts.Length; i++)
        {
            foreach (var item in parts[i].Value)
            {
                yield return item;
            }

            // Only a few parts ahead: what is prepared takes memory until it is taken.
            parts[i] = null!;
            if (i + MostAhead < parts.Length)
            {
                Begin(parts[i + MostAhead]);
            }
        }
    }

    /// <summary>Has it done by another thread, if one comes to it before whoever wants the value does it.</summary>
    public static void Begin<T>(Lazy<T> part) => Ahead.Add(() =>
    {
        try
        {
            _ = part.Value;
        }
        catch (Exception)
        {
            // The part keeps what went wrong, and throws it again where it is waited for.
        }
    });
}
