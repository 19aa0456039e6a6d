namespace DossierMonitor.Storage.Database;

/// <summary>The database cannot be used as it is; the message is for the operator.</summary>
public class StorageException : Exception
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

/// <summary>The database cannot be reached at the moment; the same may succeed a little later.</summary>
public sealed class StorageUnavailableException : StorageException
{
    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public StorageUnavailableException()
    {
    }
}
