using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.UnitTests.Pipeline;

public sealed class OutcomeLoggingTests
{
    private const string Secret = "s3cret";

    private static IEnumerable<TestCaseData<Result<string>, LogLevel, string>> Outcomes()
    {
        var down = Error.Unavailable("Storage Error", "Storage is not available");
        yield return new(Secret, LogLevel.Debug, "Login: done in 0 ms");
        yield return new(
            AccessErrors.Unauthorized,
            LogLevel.Debug,
            "Login: refused, Unauthorized in 0 ms"
        );
        yield return new(
            AccessErrors.WrongSecret,
            LogLevel.Information,
            "Login: refused, Forbidden in 0 ms"
        );
        yield return new(down, LogLevel.Warning, "Login: failed, Storage is not available in 0 ms");
    }

    [TestCaseSource(nameof(Outcomes))]
    public async Task The_outcome_is_logged_once_without_request_or_response(
        Result<string> outcome,
        LogLevel level,
        string line
    )
    {
        var log = new LogLines();

        var answer = await new OutcomeLogging<Login, Result<string>>(
            Mock.Of<IClientAddress>(),
            new UseCaseMetrics(Given.Meters),
            new FakeTimeProvider(),
            log
        ).Handle(new Login(Secret), CancellationToken.None, () => Task.FromResult(outcome));

        Assert.That(answer, Is.SameAs(outcome));
        Assert.That(log.Lines, Is.EqualTo([(level, line)]));
        Assert.That(log.Everything, Does.Not.Contain(Secret));
    }

    private static IEnumerable<TestCaseData<Exception, LogLevel, string>> Exceptions()
    {
        yield return new(
            new InvalidOperationException(Secret, new DatabaseException()),
            LogLevel.Warning,
            "Login: failed, Storage is not available in 0 ms"
        );
        yield return new(
            new InvalidOperationException(Secret),
            LogLevel.Error,
            "Login: failed, an unexpected exception in 0 ms"
        );
    }

    [TestCaseSource(nameof(Exceptions))]
    public void An_exception_is_logged_as_an_outcome(Exception thrown, LogLevel level, string line)
    {
        var log = new LogLines();
        var logging = new OutcomeLogging<Login, Result<string>>(
            Mock.Of<IClientAddress>(),
            new UseCaseMetrics(Given.Meters),
            new FakeTimeProvider(),
            log
        );

        Assert.That(
            () =>
                logging.Handle(
                    new Login(Secret),
                    CancellationToken.None,
                    () => Task.FromException<Result<string>>(thrown)
                ),
            Throws.Exception.SameAs(thrown)
        );
        Assert.That(log.Lines, Is.EqualTo([(level, line)]));
        Assert.That(log.Everything, Does.Not.Contain(Secret));
    }

    private sealed record Login(string Password);

    private sealed class DatabaseException : DbException;

    private sealed class LogLines : ILogger<OutcomeLogging<Login, Result<string>>>
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public string Everything { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            Lines.Add((logLevel, formatter(state, exception)));
            if (state is IEnumerable<KeyValuePair<string, object?>> values)
                Everything += string.Join(' ', values);
        }
    }
}
