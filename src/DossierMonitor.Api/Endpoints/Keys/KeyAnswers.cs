using DossierMonitor.Api.Answers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;

namespace DossierMonitor.Api.Endpoints.Keys;

public sealed record KeysAnswer(IReadOnlyList<KeyAnswer> Items);

/// <param name="State">live, expired or revoked.</param>
public sealed record KeyAnswer(
    string Prefix, string Name, string? Source, IReadOnlyList<string> Scopes, string? Unit, string CreatedAt, string? ExpiresAt, string? RevokedAt, string State)
{
    public static KeyAnswer Of(AccessKey key, LocalDays days, Instant now)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(days);
        return new KeyAnswer(
            key.Prefix, key.Name, key.Source, ScopeNames.Of(key.Scopes), key.Unit,
            days.Text(key.CreatedAt), days.Text(key.ExpiresAt), days.Text(key.RevokedAt),
            key.RevokedAt is not null ? "revoked" : key.IsLive(now) ? "live" : "expired");
    }
}

/// <param name="Key">The key itself: told once, and nowhere afterwards.</param>
public sealed record NewKeyAnswer(string Key, KeyAnswer Stored);

public sealed record SigningSecretsAnswer(string Source, IReadOnlyList<SigningSecretAnswer> Items);

/// <param name="State">live or revoked.</param>
public sealed record SigningSecretAnswer(long Id, string CreatedAt, string? RevokedAt, string State)
{
    public static SigningSecretAnswer Of(SigningSecret secret, LocalDays days)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(days);
        return new SigningSecretAnswer(secret.Id, days.Text(secret.CreatedAt), days.Text(secret.RevokedAt), secret.RevokedAt is null ? "live" : "revoked");
    }
}

/// <param name="Secret">As a Standard Webhooks library takes it: told once.</param>
public sealed record NewSigningSecretAnswer(string Secret, SigningSecretAnswer Stored);
