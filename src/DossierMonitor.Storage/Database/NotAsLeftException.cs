namespace DossierMonitor.Storage.Database;

/// <summary>A transaction that was begun ahead did not find what it took for granted: another program has written in between.</summary>
internal sealed class NotAsLeftException : Exception
{
    public NotAsLeftException()
        : base("Another program has written in between.")
    {
    }

    public NotAsLeftException(string message)
        : base(message)
    {
    }

    public NotAsLeftException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
