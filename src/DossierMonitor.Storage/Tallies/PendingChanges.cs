using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Binary;

namespace DossierMonitor.Storage.Tallies;

/// <summary>
/// What transactions changed in the tallies and is not added to the tables yet. A transaction writes one row of its own here, where
/// it would have to write hundreds of rows again that the one before it wrote too; readers add what is pending to what the tables
/// have. Only the finest changes are here (of days, and of days late): what they change in months and coarse tallies follows.
/// </summary>
internal sealed class PendingChanges(StoreConnection connection) : IDisposable
{
    // What a reader has to add up at most, in changed counts and in rows.
    private const long MostChanges = 250_000;
    private const long MostRows = 64;

    private readonly Statement _put = connection.Prepare("Tallies/put-pending");
    private readonly Statement _list = connection.Prepare("Tallies/list-pending");
    private readonly Statement _delete = connection.Prepare("Tallies/delete-pending");
    private readonly ByteWriter _bytes = new();

    // The same as in the rows, as long as all of them are this writer's: to read them would wait for all that is on its way.
    private readonly List<TallyChange> _days = [];
    private readonly List<TallyChange> _late = [];
    private bool _isRemembered;

    /// <summary>How many transactions' changes are pending.</summary>
    public long Rows { get; private set; }

    /// <summary>How many counts they change.</summary>
    public long Changes { get; private set; }

    /// <param name="unchanged">Nobody else has written since this writer's last transaction.</param>
    /// <param name="rows">As this transaction finds them.</param>
    /// <param name="changes">How many counts they change.</param>
    public void Begin(bool unchanged, long rows, long changes)
    {
        if (!unchanged || rows == 0)
        {
            _days.Clear();
            _late.Clear();
        }

        _isRemembered = rows == 0 || (unchanged && _isRemembered);
        Rows = rows;
        Changes = changes;
    }

    /// <summary>Whether so many more can wait.</summary>
    public bool HasRoomFor(int changes) => Rows < MostRows && Changes + changes <= MostChanges;

    /// <param name="seq">The last event of the transaction.</param>
    /// <param name="days">As <see cref="TallyChange.Combine"/> leaves them.</param>
    /// <param name="late">The same.</param>
    /// <param name="dossiers">Of which the transaction stored events (<see cref="Dossiers.TouchedDossiers"/>).</param>
    public void Put(long seq, List<TallyChange> days, List<TallyChange> late, ReadOnlySpan<byte> dossiers)
    {
        _bytes.Clear();
        Write(days);
        Write(late);
        _days.AddRange(days);
        _late.AddRange(late);
        _put.Set(0, seq).Set(1, days.Count + late.Count).Set(2, _bytes.Written).Set(3, dossiers).Run();
        Rows++;
        Changes += days.Count + late.Count;
    }

    /// <summary>Takes all of them, to be added to the tables in the same transaction.</summary>
    public void TakeAll(List<TallyChange> days, List<TallyChange> late)
    {
        if (_isRemembered)
        {
            days.AddRange(_days);
            late.AddRange(_late);
        }
        else
        {
            Read(_list, days, late);
        }

        _delete.Run();
        Begin(unchanged: true, 0, 0);
    }

    /// <summary>Appends what is pending.</summary>
    public static void Read(Statement list, List<TallyChange> days, List<TallyChange> late)
    {
        while (list.Step())
        {
            var bytes = new ByteReader(list.Blob(0));
            Read(ref bytes, days);
            Read(ref bytes, late);
        }
    }

    public void Dispose()
    {
        _put.Dispose();
        _list.Dispose();
        _delete.Dispose();
    }

    // How many rows of a table they are for; of each its month and slice, how many counts, and each as the distance from the one
    // before it and its change.
    private void Write(List<TallyChange> changes)
    {
        var rows = 0;
        for (var i = 0; i < changes.Count; i++)
        {
            rows += i == 0 || !IsSameRow(changes[i], changes[i - 1]) ? 1 : 0;
        }

        _bytes.Unsigned((ulong)rows);
        for (var i = 0; i < changes.Count;)
        {
            var end = i + 1;
            while (end < changes.Count && IsSameRow(changes[end], changes[i]))
            {
                end++;
            }

            _bytes.Unsigned((ulong)changes[i].Month);
            _bytes.Unsigned((ulong)changes[i].Slice);
            _bytes.Unsigned((ulong)(end - i));
            for (var last = 0; i < end; i++)
            {
                _bytes.Unsigned((ulong)(changes[i].Key - last));
                _bytes.Signed(changes[i].Change);
                last = changes[i].Key;
            }
        }
    }

    private static void Read(ref ByteReader bytes, List<TallyChange> changes)
    {
        for (var rows = bytes.Unsigned(); rows > 0; rows--)
        {
            var month = (int)bytes.Unsigned();
            var slice = (long)bytes.Unsigned();
            var key = 0;
            for (var counts = bytes.Unsigned(); counts > 0; counts--)
            {
                key += (int)bytes.Unsigned();
                changes.Add(new TallyChange(month, slice, key, bytes.Signed()));
            }
        }
    }

    private static bool IsSameRow(TallyChange one, TallyChange other) => one.Month == other.Month && one.Slice == other.Slice;
}
