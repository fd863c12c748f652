using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>A LiveKit with another secret than ours: it repeats in its answer the token that it refuses.</summary>
public sealed class RefusedCredentialsTests
{
    [Test]
    public async Task The_log_names_the_cause_and_never_a_token()
    {
        using var log = new LogLines();
        await using var liveKit = await LiveKitDouble.StartAsync(apiSecret: "another secret");
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["LIVEKIT_URL"] = liveKit.Url.ToString(),
                ["MEET_LOG_LEVEL"] = "debug",
            },
            services => services.AddSingleton<ILoggerProvider>(log)
        );
        using var admin = await meet.SignInAsAdminAsync();

        using var answer = await admin.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds() }
        );

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "LiveKit is not available"
        );
        Assert.That(log.Lines, Has.Some.Contains("refuses our credentials"));
        Assert.That(log.Lines, Has.None.Contains("eyJ"));
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
