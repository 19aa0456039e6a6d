using System.Globalization;
using System.Net;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.Reference;
using FluentValidation;

namespace DossierMonitor.Api.Hosting;

/// <summary>
/// The settings: section <c>Dossier</c> of appsettings.json, environment <c>DOSSIER__…</c>, flags; later ones win.
/// </summary>
public sealed record ServiceSettings
{
    public const string Section = "Dossier";

    /// <summary>Where to listen, separated by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary><c>sqlite:PATH</c> or <c>postgres://user:password@host:port/database</c>.</summary>
    public string Database { get; init; } = "sqlite:dossier-monitor.db";

    /// <summary>Folder of reference data; empty = the shipped one.</summary>
    public string Reference { get; init; } = "";

    public string TimeZone { get; init; } = "Asia/Ho_Chi_Minh";

    /// <summary>At least 32 characters; may write for any source.</summary>
    public string? AdminKey { get; init; }

    /// <summary>instant (the rule) or date (practice).</summary>
    public string VerdictBy { get; init; } = "instant";

    public string OfficeHours { get; init; } = Domain.Timeliness.OfficeHours.Default.ToString();

    /// <summary>A dossier received after this local time counts as received on the next working day.</summary>
    public string LateReceiptAfter { get; init; } = "15:00";

    /// <summary>Figures by unit need no key; dossiers always do.</summary>
    public bool PublicFigures { get; init; }

    /// <summary>Of one key, or of one address without a key; 0 = any number. The admin key of the environment is not counted.</summary>
    public int RequestsPerMinute { get; init; } = 6_000;

    /// <summary>Wrong keys from one address; 0 = any number.</summary>
    public int FailedKeysPerMinute { get; init; } = 10;

    /// <summary>Older events need a key with events:backfill; 0 = no event is too old.</summary>
    public int BackfillAfterDays { get; init; }

    /// <summary>TLS ends before the service: browsers are told to keep to https.</summary>
    public bool BehindTls { get; init; }

    public string LogLevel { get; init; } = "Information";

    /// <summary>Local time of the nightly verification; off = none.</summary>
    public string VerifyAt { get; init; } = "02:30";

    /// <summary>False: a transaction for each request, for the benchmark that shows what the group saves.</summary>
    public bool GroupCommit { get; init; } = true;

    /// <summary>Set by the demo: every answer carries the header Data-Label: simulated, the page says so, and reading needs no key.</summary>
    public bool Simulated { get; init; }

    /// <summary>Section <c>Kestrel</c>: the web server's own, such as certificates; null = none.</summary>
    internal IConfigurationSection? Kestrel { get; init; }

    public static string ShippedReference => Path.Combine(AppContext.BaseDirectory, "Reference");

    public string ReferenceFolder => string.IsNullOrWhiteSpace(Reference) ? ShippedReference : Reference;

    /// <summary>A file, or the address of a PostgreSQL database.</summary>
    public string DatabasePath => PostgresAddress.Is(Database) ? Database : Database["sqlite:".Length..];

    public ClockSettings Clock => new(
        new LocalDays(TimeZoneInfo.FindSystemTimeZoneById(TimeZone)),
        Domain.Timeliness.OfficeHours.Parse(OfficeHours),
        TimeOnly.Parse(LateReceiptAfter, CultureInfo.InvariantCulture),
        Enum.Parse<VerdictBy>(VerdictBy, ignoreCase: true));

    public TimeOnly? VerificationTime =>
        TimeOnly.TryParseExact(VerifyAt, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>Whether nobody from another machine can reach it.</summary>
    public bool IsLoopbackOnly => UrlList.All(url =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))));

    public IReadOnlyList<string> UrlList => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A wrong setting stops the start with a message that names it.</summary>
public sealed class ServiceSettingsValidator : AbstractValidator<ServiceSettings>
{
    public ServiceSettingsValidator()
    {
        RuleFor(settings => settings.Urls)
            .Must((settings, _) => settings.UrlList.Count > 0 && settings.UrlList.All(IsUrl))
            .WithMessage("Urls must be addresses like http://127.0.0.1:8080, separated by semicolons; it is '{PropertyValue}'.");
        RuleFor(settings => settings.Database)
            .Must(IsDatabase)
            .WithMessage(settings => $"Database must be sqlite:PATH or postgres://user:password@host:5432/database?option=value, with options that PostgreSQL's connections have{(PostgresAddress.Is(settings.Database) ? "" : $"; it is '{settings.Database}'")}.");
        RuleFor(settings => settings.TimeZone)
            .Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            .WithMessage("TimeZone must be a zone of the IANA database like Asia/Ho_Chi_Minh; it is '{PropertyValue}'.");
        RuleFor(settings => settings.AdminKey)
            .Must(key => key is null || key.Length >= 32)
            .WithMessage("AdminKey must have at least 32 characters.");
        RuleFor(settings => settings.VerdictBy)
            .Must(by => by.Equals("instant", StringComparison.OrdinalIgnoreCase) || by.Equals("date", StringComparison.OrdinalIgnoreCase))
            .WithMessage("VerdictBy must be instant or date; it is '{PropertyValue}'.");
        RuleFor(settings => settings.OfficeHours)
            .Must(IsOfficeHours)
            .WithMessage("OfficeHours must be ascending intervals like 07:00-11:30,13:30-17:00; it is '{PropertyValue}'.");
        RuleFor(settings => settings.LateReceiptAfter)
            .Must(time => TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            .WithMessage("LateReceiptAfter must be a time like 15:00; it is '{PropertyValue}'.");
        RuleFor(settings => settings.VerifyAt)
            .Must(time => time.Equals("off", StringComparison.OrdinalIgnoreCase) || TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            .WithMessage("VerifyAt must be a time like 02:30, or off; it is '{PropertyValue}'.");
        RuleFor(settings => settings.RequestsPerMinute)
            .GreaterThanOrEqualTo(0).WithMessage("RequestsPerMinute must be 0 (any number) or more; it is '{PropertyValue}'.");
        RuleFor(settings => settings.FailedKeysPerMinute)
            .GreaterThanOrEqualTo(0).WithMessage("FailedKeysPerMinute must be 0 (any number) or more; it is '{PropertyValue}'.");
        RuleFor(settings => settings.BackfillAfterDays)
            .InclusiveBetween(0, 36_500).WithMessage("BackfillAfterDays must be 0 (no bound) to 36500; it is '{PropertyValue}'.");
        RuleFor(settings => settings.LogLevel)
            .Must(level => Enum.TryParse<Serilog.Events.LogEventLevel>(level, ignoreCase: true, out _))
            .WithMessage("LogLevel must be Verbose, Debug, Information, Warning, Error or Fatal; it is '{PropertyValue}'.");
    }

    private static bool IsUrl(string url) =>
        Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https";

    // What it is must not be repeated: it may have a password.
    private static bool IsDatabase(string database)
    {
        if (!PostgresAddress.Is(database))
        {
            return database.StartsWith("sqlite:", StringComparison.Ordinal) && database.Length > "sqlite:".Length;
        }

        try
        {
            PostgresAddress.Parse(database);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsOfficeHours(string text)
    {
        try
        {
            Domain.Timeliness.OfficeHours.Parse(text);
            return true;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>The settings or the reference data are wrong; the message is for the operator.</summary>
public sealed class SettingsException : Exception
{
    public SettingsException(string message)
        : base(message)
    {
    }

    public SettingsException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public SettingsException()
    {
    }
}
