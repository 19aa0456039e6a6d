using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Verification;

namespace DossierMonitor.Api.Hosting;

/// <summary>Proves the database from its log once a day. What it finds stands in every answer until the next time.</summary>
public sealed class NightlyVerification(
    ServedStore store, ServiceSettings settings, TimeProvider time, ILogger<NightlyVerification> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.VerificationTime is not { } at)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(UntilNext(Instant.From(time.GetUtcNow()), at, store.Writer.Rulebook.Clock.Days), time, stoppingToken);
            await Task.Factory.StartNew(() => Verify(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <summary>Strictly ahead: a run that took less than a minute must not be repeated.</summary>
    public static TimeSpan UntilNext(Instant now, TimeOnly at, LocalDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var today = days.DateOf(now);
        var next = days.At(today, at);
        return (next > now ? next : days.At(today.AddDays(1), at)) - now;
    }

    private void Verify(CancellationToken cancellation)
    {
        try
        {
            // Of replicas one does it.
            using var turn = StoreDatabase.TakeTurn(settings.DatabasePath);
            if (turn is null)
            {
                return;
            }

            var result = Verifier.Run(settings.DatabasePath, store.Writer.Rulebook, [], time, cancellation: cancellation);
            VerificationLog.Append(settings.DatabasePath, result);
            if (result.Difference is { } difference)
            {
                log.LogError("The database is not what its log says: {Part}: {Detail}", difference.Part, difference.Detail);
            }
            else
            {
                log.LogInformation("Verified {Events} events and {Dossiers} dossiers", result.Events, result.Dossiers);
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops; the next start verifies on its night.
        }
        catch (Exception error)
        {
            log.LogError(error, "The verification failed");
        }
    }
}
