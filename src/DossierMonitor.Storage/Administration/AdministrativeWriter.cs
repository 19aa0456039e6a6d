using System.Text.Json;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Administration;

/// <summary>Administrative changes within one transaction: each is made together with its record.</summary>
public sealed class AdministrativeWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StoreConnection _connection;
    private readonly string _actor;

    internal AdministrativeWriter(StoreConnection connection, Instant now, string actor)
    {
        _connection = connection;
        _actor = actor;
        Now = now;
    }

    public Instant Now { get; }

    /// <summary>Runs changes from outside of a service, such as the command line. A service on the same database sees them within a minute.</summary>
    public static T Run<T>(string path, TimeProvider time, string actor, Func<AdministrativeWriter, T> change)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(change);
        using var database = StoreDatabase.Open(path, time);
        using var transaction = database.Writer.BeginWrite();
        var result = change(new AdministrativeWriter(database.Writer, Instant.From(time.GetUtcNow()), actor));
        transaction.Commit();
        return result;
    }

    /// <returns>The key itself, which is nowhere afterwards.</returns>
    public (AccessKey Stored, string Key) CreateKey(AccessKeyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (prefix, digest, key) = AccessKey.Make();
        var stored = new AccessKey(prefix, digest, request.Name, request.Source, request.Scopes, request.Unit, Now, request.ExpiresAt, null);
        using (var insert = Statement("Administration/insert-key"))
        {
            insert.Set(0, prefix).Set(1, digest).Set(2, stored.Name).Set(3, stored.Source).Set(4, string.Join(' ', ScopeNames.Of(stored.Scopes)))
                .Set(5, stored.Unit).Set(6, Now.Milliseconds).Set(7, stored.ExpiresAt?.Milliseconds).Run();
        }

        Record("key.created", prefix, new
        {
            name = stored.Name,
            source = stored.Source,
            scopes = ScopeNames.Of(stored.Scopes),
            unit = stored.Unit,
            expiresAt = stored.ExpiresAt?.ToString(),
        });
        return (stored, key);
    }

    /// <returns>Null when there are keys already: of replicas that start together one makes it.</returns>
    public string? CreateFirstKey(AccessKeyRequest request) => AccessKeys.List(_connection).Count > 0 ? null : CreateKey(request).Key;

    /// <returns>The key as it is now; null when there is none. One that is revoked already stays as it was.</returns>
    public AccessKey? RevokeKey(string prefix)
    {
        if (AccessKeys.List(_connection).FirstOrDefault(one => one.Prefix == prefix) is not { } key)
        {
            return null;
        }

        if (key.RevokedAt is not null)
        {
            return key;
        }

        using (var revoke = Statement("Administration/revoke-key"))
        {
            revoke.Set(0, prefix).Set(1, Now.Milliseconds).Run();
        }

        Record("key.revoked", prefix, new { name = key.Name });
        return key with { RevokedAt = Now };
    }

    /// <summary>From now on what the source pushes must be signed, with this secret or another one that it has.</summary>
    public SigningSecret AddSigningSecret(string source)
    {
        var secret = SigningSecret.Make();
        using (var insert = Statement("Administration/insert-secret"))
        {
            insert.Set(0, source).Set(1, secret).Set(2, Now.Milliseconds).Run();
        }

        using var last = Statement("Administration/last-secret");
        var id = last.Number()!.Value;
        Record("signing.created", source, new { id });
        return new SigningSecret(id, source, secret, Now, null);
    }

    /// <returns>False when the source has no such secret, or it was revoked before.</returns>
    public bool RevokeSigningSecret(string source, long id)
    {
        if (!AccessKeys.Secrets(_connection).Any(one => one.Id == id && one.Source == source && one.RevokedAt is null))
        {
            return false;
        }

        using (var revoke = Statement("Administration/revoke-secret"))
        {
            revoke.Set(0, id).Set(1, Now.Milliseconds).Run();
        }

        Record("signing.revoked", source, new { id });
        return true;
    }

    /// <param name="action">A stable word.</param>
    /// <param name="subject">What was changed.</param>
    /// <param name="details">How.</param>
    public void Record(string action, string subject, object details)
    {
        byte[] previous;
        using (var last = Statement("Administration/last-audit"))
        {
            previous = last.Step() ? last.Blob(0).ToArray() : [];
            last.Reset();
        }

        var text = JsonSerializer.Serialize(details, Plain);
        using var insert = Statement("Administration/insert-audit");
        insert.Set(0, Now.Milliseconds).Set(1, _actor).Set(2, action).Set(3, subject).Set(4, text)
            .Set(5, AuditChain.Next(previous, Now, _actor, action, subject, text)).Run();
    }

    private Statement Statement(string script) => _connection.Prepare(script);
}
