using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.EventLog;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Problems;

/// <summary>What becomes of each exception that reaches the top.</summary>
public sealed class ProblemMiddlewareTests
{
    public static TheoryData<Exception, bool, int, int> Failures => new()
    {
        { new WriterBusyException(), false, 429, 0 },
        { new SubmissionFailedException(), false, 503, 1 },
        { new BadHttpRequestException("", 408), false, 408, 0 },
        { new BadHttpRequestException("", 413), false, 413, 0 },
        { new BadHttpRequestException("", 400), false, 400, 0 },
        { new IOException(), false, 500, 1 },
        { new OperationCanceledException(), false, 500, 1 },
        { new TimeoutException(), true, 500, 1 },
        { new IOException(), true, 0, 0 },
        { new OperationCanceledException(), true, 0, 0 },
        { new ConnectionResetException(""), false, 0, 0 },
    };

    /// <param name="error">What the endpoint throws.</param>
    /// <param name="hasGone">The caller has.</param>
    /// <param name="status">0 = the connection is closed without an answer.</param>
    /// <param name="logged">As errors: a caller that goes is none.</param>
    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Each_failure_has_its_answer(Exception error, bool hasGone, int status, int logged)
    {
        var lifetime = new Lifetime(hasGone);
        var log = new CountingLog();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        await new ProblemMiddleware(_ => throw error, log).InvokeAsync(context);
        lifetime.IsAborted.ShouldBe(status == 0);
        context.Response.StatusCode.ShouldBe(status == 0 ? 200 : status);
        context.Response.Headers.RetryAfter.Count.ShouldBe(status is 429 or 503 ? 1 : 0);
        log.Errors.ShouldBe(logged);
    }

    private sealed class Lifetime(bool hasGone) : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; } = new(hasGone);

        public void Abort() => IsAborted = true;
    }

    private sealed class CountingLog : ILogger<ProblemMiddleware>
    {
        public int Errors { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Errors += logLevel >= LogLevel.Error ? 1 : 0;
    }
}
