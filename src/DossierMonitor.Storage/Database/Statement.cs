namespace DossierMonitor.Storage.Database;

/// <summary>
/// A statement that is prepared once and run many times, of either engine. Parameters are named @p0, @p1 …; columns are counted
/// from 0.
/// </summary>
internal abstract class Statement : IDisposable
{
    public abstract Statement Set(int index, long value);

    public abstract Statement Set(int index, long? value);

    public abstract Statement Set(int index, string? value);

    public abstract Statement Set(int index, ReadOnlySpan<byte> value);

    /// <summary>Runs a statement that gives no rows.</summary>
    public abstract void Run();

    /// <summary>The next row. Once there is none the statement is ready for the next run; before that see <see cref="Reset"/>.</summary>
    public abstract bool Step();

    /// <summary>Gives up the rows that are left.</summary>
    public abstract void Reset();

    public abstract bool IsNull(int column);

    public abstract long Long(int column);

    public abstract string Text(int column);

    /// <summary>Valid until the next step or reset.</summary>
    public abstract ReadOnlySpan<byte> Blob(int column);

    public abstract void Dispose();

    /// <summary>The number in the first column of the only row; null = no row, or null in it.</summary>
    public long? Number()
    {
        if (!Step())
        {
            return null;
        }

        long? value = IsNull(0) ? null : Long(0);
        Reset();
        return value;
    }

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);
}
