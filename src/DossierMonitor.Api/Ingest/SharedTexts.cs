using System.Buffers.Binary;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// Texts that come again and again (types, units, procedures, sources), so that each is one string and not one per event.
/// The number of places is fixed and each belongs to the last text that fell on it: a portal that sends a million codes
/// makes this useless, never large. Only texts that passed the checks are put in, so what is found needs none.
/// </summary>
internal static class SharedTexts
{
    /// <summary>Of a text, in bytes.</summary>
    public const int LongestText = 64;

    private const int Places = 2_048;
    private static readonly Entry?[] Entries = new Entry?[Places];

    public static string? Find(ReadOnlySpan<byte> utf8) =>
        Volatile.Read(ref Entries[PlaceOf(utf8)]) is { } entry && utf8.SequenceEqual(entry.Utf8) ? entry.Text : null;

    public static void Add(ReadOnlySpan<byte> utf8, string text)
    {
        if (utf8.Length <= LongestText)
        {
            Volatile.Write(ref Entries[PlaceOf(utf8)], new Entry(utf8.ToArray(), text));
        }
    }

    // Whoever finds texts that fall on one place wins nothing but the allocation that there was before.
    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var hash = (ulong)utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 32;
            utf8 = utf8[sizeof(ulong)..];
        }

        foreach (var b in utf8)
        {
            hash = (hash ^ b) * 0x100000001B3;
        }

        return (int)((hash ^ (hash >> 32)) % Places);
    }

    private sealed record Entry(byte[] Utf8, string Text);
}
