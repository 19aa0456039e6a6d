namespace DossierMonitor.Storage.Database;

/// <summary>The database cannot be used as it is; the message is for the operator.</summary>
public sealed class StorageException : Exception
{
    public StorageException(string message)
        : base(message)
    {
    }

    public StorageException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public StorageException()
    {
    }
}
