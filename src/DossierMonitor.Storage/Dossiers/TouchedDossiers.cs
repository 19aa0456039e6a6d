using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Binary;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>
/// Of which dossiers a transaction stored events, as it stands beside what waits for the tallies: how many events, then the dossiers'
/// numbers in their order, each as the distance from the one before it. Whoever wants to know what others have changed reads a row
/// for each transaction in place of one for each event.
/// </summary>
internal static class TouchedDossiers
{
    /// <param name="to">Where it is put.</param>
    /// <param name="events">How many events the transaction stores.</param>
    /// <param name="dossiers">Their dossiers, in ascending order.</param>
    public static void Write(ByteWriter to, long events, IEnumerable<long> dossiers)
    {
        to.Unsigned((ulong)events);
        var last = 0L;
        foreach (var dossier in dossiers)
        {
            to.Unsigned((ulong)(dossier - last));
            last = dossier;
        }
    }

    /// <param name="list">Gives the last event and the dossiers of the transactions after that place of the log that still wait.</param>
    /// <param name="after">Where the part begins.</param>
    /// <param name="upTo">Its last event.</param>
    /// <returns>The numbers of all dossiers that have events there; null = not all of its transactions are listed, and the log has to be asked.</returns>
    public static HashSet<long>? Read(Statement list, long after, long upTo)
    {
        var dossiers = new HashSet<long>();
        var known = after;
        while (list.Step())
        {
            // Of a transaction that was committed later: whoever asks looks again.
            if (list.Long(0) > upTo)
            {
                continue;
            }

            if (list.IsNull(1) || !Read(list.Blob(1), list.Long(0) - known, dossiers))
            {
                list.Reset();
                return null;
            }

            known = list.Long(0);
        }

        return known == upTo ? dossiers : null;
    }

    private static bool Read(ReadOnlySpan<byte> row, long events, HashSet<long> to)
    {
        try
        {
            var bytes = new ByteReader(row);
            if (bytes.Unsigned() != (ulong)events)
            {
                return false;
            }

            for (var last = 0L; !bytes.AtEnd;)
            {
                last += (long)bytes.Unsigned();
                to.Add(last);
            }

            return true;
        }
        catch (Exception error) when (error is IndexOutOfRangeException or InvalidDataException)
        {
            // Then the log is asked, which has the last word anyway.
            return false;
        }
    }
}
