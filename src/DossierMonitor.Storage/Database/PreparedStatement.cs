using System.Data.Common;

namespace DossierMonitor.Storage.Database;

/// <summary>
/// A statement that is prepared once and run many times with positional values. The write path uses these; reads go
/// through Dapper. Null is a value like any other.
/// </summary>
public sealed class PreparedStatement : IDisposable
{
    private readonly DbCommand _command;
    private readonly DbParameter[] _parameters;

    /// <param name="connection">The connection it belongs to.</param>
    /// <param name="sql">Parameters are named @p0, @p1 …</param>
    /// <param name="parameters">How many.</param>
    public PreparedStatement(DbConnection connection, string sql, int parameters)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _parameters = new DbParameter[parameters];
        for (var i = 0; i < parameters; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = $"@p{i}";
            _command.Parameters.Add(_parameters[i]);
        }
    }

    public DbTransaction? Transaction
    {
        set => _command.Transaction = value;
    }

    public PreparedStatement Set(int index, object? value)
    {
        _parameters[index].Value = value ?? DBNull.Value;
        return this;
    }

    public int Run() => _command.ExecuteNonQuery();

    public object? Scalar() => _command.ExecuteScalar() is { } value and not DBNull ? value : null;

    public DbDataReader Read() => _command.ExecuteReader();

    public void Dispose() => _command.Dispose();
}
