using System.Globalization;

namespace DossierMonitor.Api.Hosting;

public static class SettingsLoader
{
    private static readonly string[] Known =
    [
        nameof(ServiceSettings.Urls), nameof(ServiceSettings.Database), nameof(ServiceSettings.Reference), nameof(ServiceSettings.TimeZone),
        nameof(ServiceSettings.AdminKey), nameof(ServiceSettings.VerdictBy), nameof(ServiceSettings.OfficeHours),
        nameof(ServiceSettings.LateReceiptAfter), nameof(ServiceSettings.OpenReads), nameof(ServiceSettings.LogLevel), nameof(ServiceSettings.VerifyAt),
        nameof(ServiceSettings.GroupCommit),
    ];

    /// <param name="flags">Values from the command line by setting name; null ones are not given.</param>
    /// <param name="adjust">What the command itself prescribes, such as the demo's open read side.</param>
    /// <exception cref="SettingsException">Something is wrong; the message names it.</exception>
    public static ServiceSettings Load(IReadOnlyDictionary<string, string?> flags, Func<ServiceSettings, ServiceSettings>? adjust = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(flags.Where(flag => flag.Value is not null)
                .Select(flag => KeyValuePair.Create($"{ServiceSettings.Section}:{flag.Key}", flag.Value)))
            .Build();
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

        settings = adjust?.Invoke(settings) ?? settings;
        var result = new ServiceSettingsValidator().Validate(settings);
        return result.IsValid
            ? settings
            : throw new SettingsException(string.Join(Environment.NewLine, result.Errors.Select(error => error.ErrorMessage).Distinct(StringComparer.Ordinal)));
    }
}
