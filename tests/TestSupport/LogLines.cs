using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OpenViduMeet.TestSupport;

/// <summary>Records the server's log, including exceptions.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> All => _lines;

    /// <summary>The texts of all lines.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Select(line => line.Text)];

    /// <summary>The whole log, as one text.</summary>
    public string Text => string.Join('\n', Lines);

    public void Clear() => _lines.Clear();

    public ILogger CreateLogger(string categoryName) => new Category(_lines, categoryName);

    public void Dispose() { }

    private sealed class Category(ConcurrentQueue<LogLine> lines, string name) : ILogger
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
            lines.Enqueue(
                new LogLine(logLevel, name, $"{formatter(state, exception)} {exception}".TrimEnd())
            );
    }
}

/// <param name="Text">The message and the exception.</param>
public sealed record LogLine(LogLevel Level, string Category, string Text);
