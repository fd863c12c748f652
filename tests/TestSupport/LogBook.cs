using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OpenViduMeet.TestSupport;

/// <summary>Keeps what the server logs, as it would stand in its output.</summary>
public sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<(LogLevel Level, string Text)> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Page(this);

    public void Dispose() { }

    private sealed class Page(LogBook book) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) =>
            book._lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}".TrimEnd()));
    }
}
