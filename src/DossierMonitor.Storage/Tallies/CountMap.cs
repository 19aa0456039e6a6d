using DossierMonitor.Storage.Database.Binary;

namespace DossierMonitor.Storage.Tallies;

/// <summary>
/// A sorted map of counts as one value of a row: each key as the distance from the one before it, then its count. Keys without a
/// count are not in it, so what it says has one form only.
/// <list type="bullet">
/// <item>tally_day: key = day of the month × 32 + measure</item>
/// <item>tally_month: key = (year × 12 + month − 1) × 32 + measure</item>
/// <item>tally_late: key = day of the month × 2¹⁷ + basis × 2¹⁶ + working days late; the count is of finishes</item>
/// <item>tally_late_month: the same without the day</item>
/// </list>
/// A row of a month is touched by every dossier that something happens to in it, so a group of events writes it once.
/// </summary>
internal static class CountMap
{
    public const int MeasureBits = 5;
    public const int LateBits = 17;

    public static int OfDay(int day, int measure) => (day << MeasureBits) | measure;

    public static int OfMonth(int year, int month, int measure) => (((year * 12) + month - 1) << MeasureBits) | measure;

    public static int OfLate(int day, int basis, int daysLate) => (day << LateBits) | (basis << 16) | daysLate;

    /// <summary>What is in a key of tally_late besides the day.</summary>
    public static int WithoutDay(int lateKey) => lateKey & ((1 << LateBits) - 1);

    /// <summary>yyyymm of a key of tally_month.</summary>
    public static int MonthOf(int key)
    {
        var months = key >> MeasureBits;
        return (months / 12 * 100) + (months % 12) + 1;
    }

    /// <param name="old">As it is stored; empty = nothing is.</param>
    /// <param name="changes">In the order of their keys, each key once.</param>
    /// <param name="result">Takes the new value; stays empty when no count is left.</param>
    public static void Merge(ReadOnlySpan<byte> old, ReadOnlySpan<(int Key, long Change)> changes, ByteWriter result)
    {
        result.Clear();
        var reader = new Reader(old);
        var has = reader.Next();
        var next = 0;
        var last = 0;
        while (has || next < changes.Length)
        {
            int key;
            long count = 0;
            var fromOld = has && (next == changes.Length || reader.Key <= changes[next].Key);
            var fromChanges = next < changes.Length && (!has || changes[next].Key <= reader.Key);
            key = fromOld ? reader.Key : changes[next].Key;
            if (fromOld)
            {
                count = reader.Count;
                has = reader.Next();
            }

            if (fromChanges)
            {
                count += changes[next].Change;
                next++;
            }

            if (count != 0)
            {
                result.Unsigned((ulong)(key - last));
                result.Signed(count);
                last = key;
            }
        }
    }

    public ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ByteReader _bytes = new(bytes);

        public int Key { get; private set; }

        public long Count { get; private set; }

        public bool Next()
        {
            if (_bytes.AtEnd)
            {
                return false;
            }

            Key += (int)_bytes.Unsigned();
            Count = _bytes.Signed();
            return true;
        }
    }
}
