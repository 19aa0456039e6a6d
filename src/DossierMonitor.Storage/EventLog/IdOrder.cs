namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// Ids in the order of their UTF-8 bytes, which is the database's. It differs from that of the UTF-16 units only where a character
/// beyond U+FFFF meets one from U+E000 on.
/// </summary>
internal static class IdOrder
{
    public static bool IsGreater(string id, string than)
    {
        var same = id.AsSpan().CommonPrefixLength(than);
        return same == id.Length || same == than.Length ? id.Length > than.Length : Rank(id[same]) > Rank(than[same]);
    }

    private static int Rank(char unit) => unit switch
    {
        >= '\uE000' => unit - 0x0800,
        >= '\uD800' => unit + 0x2000,
        _ => unit,
    };
}
