using System.Globalization;

namespace DossierMonitor.Api.Hosting;

public static class SettingsLoader
{
    private static readonly string[] Known =
    [
        nameof(ServiceSettings.Urls), nameof(ServiceSettings.Database), nameof(ServiceSettings.Reference), nameof(ServiceSettings.TimeZone),
        nameof(ServiceSettings.AdminKey), nameof(ServiceSettings.VerdictBy), nameof(ServiceSettings.OfficeHours),
        nameof(ServiceSettings.LateReceiptAfter), nameof(ServiceSettings.PublicFigures), nameof(ServiceSettings.LogLevel), nameof(ServiceSettings.VerifyAt),
        nameof(ServiceSettings.GroupCommit), nameof(ServiceSettings.RequestsPerMinute), nameof(ServiceSettings.FailedKeysPerMinute),
        nameof(ServiceSettings.BackfillAfterDays), nameof(ServiceSettings.BehindTls),
    ];

    /// <param name="flags">Values from the command line by setting name; null ones are not given.</param>
    /// <param name="adjust">What the command itself prescribes, such as the demo's open read side.</param>
    /// <exception cref="SettingsException">Something is wrong; the message names it.</exception>
    public static ServiceSettings Load(IReadOnlyDictionary<string, string?> flags, Func<ServiceSettings, ServiceSettings>? adjust = null)
    {
        // Its rules are compiled when it is made, which takes as long as reading what it is to judge.
        var validator = Task.Run(() => new ServiceSettingsValidator());
        var builder = new ConfigurationBuilder();
        foreach (var folder in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            // As a stream: a file would be watched, and is read once.
            var path = Path.Combine(folder, "appsettings.json");
            if (File.Exists(path))
            {
                builder.AddJsonStream(new MemoryStream(File.ReadAllBytes(path)));
            }
        }

        builder
            .AddEnvironmentVariables()
            .AddInMemoryCollection(flags.Where(flag => flag.Value is not null)
                .Select(flag => KeyValuePair.Create($"{ServiceSettings.Section}:{flag.Key}", flag.Value)));
        var configuration = Build(builder);
        var section = configuration.GetSection(ServiceSettings.Section);
        foreach (var child in section.GetChildren())
        {
            if (!Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new SettingsException($"There is no setting '{child.Key}'. Known are: {string.Join(", ", Known)}.");
            }
        }

        ServiceSettings settings;
        try
        {
            settings = section.Get<ServiceSettings>() ?? new ServiceSettings();
        }
        catch (InvalidOperationException error)
        {
            throw new SettingsException($"A setting has the wrong type: {error.Message}", error);
        }

        // Containers pass an unset variable on as an empty one.
        if (string.IsNullOrWhiteSpace(settings.AdminKey))
        {
            settings = settings with { AdminKey = null };
        }

        settings = settings with { Kestrel = configuration.GetSection("Kestrel") };

        settings = adjust?.Invoke(settings) ?? settings;
        var result = validator.GetAwaiter().GetResult().Validate(settings);
        return result.IsValid
            ? settings
            : throw new SettingsException(string.Join(Environment.NewLine, result.Errors.Select(error => error.ErrorMessage).Distinct(StringComparer.Ordinal)));
    }

    private static IConfigurationRoot Build(ConfigurationBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception error) when (error is FormatException or System.Text.Json.JsonException)
        {
            throw new SettingsException($"appsettings.json (beside the program or in the current folder) cannot be read: {error.Message}", error);
        }
    }
}
