using Npgsql;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>postgres://user:password@host:port/database?option=value, as the tools of PostgreSQL write it; several hosts are separated by commas.</summary>
public static class PostgresAddress
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    // Names of PostgreSQL's own library that the provider calls otherwise.
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["sslmode"] = "SSL Mode",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslrootcert"] = "Root Certificate",
    };

    public static bool Is(string address) => Array.Exists(Schemes, scheme => address.StartsWith(scheme, StringComparison.Ordinal));

    /// <summary>The address as it may be shown.</summary>
    public static string Shown(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            var parsed = Parse(address);
            return $"postgres://{parsed.Username}@{parsed.Host}/{parsed.Database}";
        }
        catch (FormatException)
        {
            return "postgres://…";
        }
    }

    /// <exception cref="FormatException">It is not such an address; what it says does not repeat it, since a password may be in it.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var scheme = Array.Find(Schemes, scheme => address.StartsWith(scheme, StringComparison.Ordinal)) ?? throw new FormatException("The address must begin with postgres://.");
        var (rest, options) = Cut(address[scheme.Length..], '?');
        var (authority, database) = Cut(rest, '/');
        var at = authority.LastIndexOf('@');
        var (user, password) = at < 0 ? ("", "") : Cut(authority[..at], ':');
        var builder = new NpgsqlConnectionStringBuilder { ApplicationName = "dossier-monitor" };
        try
        {
            Put(builder, "Username", user);
            Put(builder, "Password", password);
            Put(builder, "Host", authority[(at + 1)..]);
            Put(builder, "Database", database);
            foreach (var option in options.Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var (name, value) = Cut(option, '=');
                Put(builder, Names.GetValueOrDefault(name, name), name is "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value);
            }
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new FormatException("The address has an option that PostgreSQL's connections do not have, or a value that it cannot have.", error);
        }

        return string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database)
            ? throw new FormatException("The address must name a host and a database: postgres://user:password@host:5432/database.")
            : builder;
    }

    private static void Put(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        if (value.Length > 0)
        {
            builder[name] = Uri.UnescapeDataString(value);
        }
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }
}
