using System.Security.Cryptography;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Tests.Shared;

namespace DossierMonitor.Benchmarks.Service;

/// <summary>The service as it is published: what every load is put on.</summary>
internal sealed record ServiceProgram(string Path)
{
    public static async Task<ServiceProgram> FindAsync(LoadSettings settings) => settings.Program is { } given
        ? new ServiceProgram(File.Exists(given) ? System.IO.Path.GetFullPath(given) : throw LoadSettings.Wrong($"There is no program {given}."))
        : new ServiceProgram(System.IO.Path.Combine(
            await Commands.PublishAsync(System.IO.Path.Combine(Repository.Root, "src", "DossierMonitor.Api"), settings.PathOf("service")), "dossier-monitor"));

    /// <summary>Changes with the code that lays out the database.</summary>
    public string StorageVersion()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in new[] { "DossierMonitor.Domain.dll", "DossierMonitor.Storage.dll" })
        {
            hash.AppendData(File.ReadAllBytes(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, name)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()[..4]);
    }
}
