using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace OpenViduMeet.WebApi.Logging;

/// <summary>What a line of the log says, in whatever format.</summary>
internal readonly record struct LogLine(
    string Time,
    LogLevel Level,
    string Category,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Values,
    Activity? Activity,
    Exception? Exception
)
{
    /// <summary>The name under which the framework passes the template of the message.</summary>
    private const string TemplateName = "{OriginalFormat}";

    public static LogLine Of<TState>(in LogEntry<TState> entry, TimeProvider clock) =>
        new(
            clock
                .GetUtcNow()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            entry.LogLevel,
            entry.Category,
            entry.Formatter(entry.State, entry.Exception),
            entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [],
            Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity : null,
            entry.Exception
        );

    /// <summary>The values of the line that are known.</summary>
    public IEnumerable<KeyValuePair<string, object>> KnownValues()
    {
        foreach (var (name, value) in Values)
        {
            if (value is not null && name != TemplateName)
                yield return new(name, value);
        }
    }

    /// <summary>The known values that the message does not show.</summary>
    public IEnumerable<KeyValuePair<string, object>> OtherValues()
    {
        var template =
            Values.FirstOrDefault(value => value.Key == TemplateName).Value as string ?? "";
        return KnownValues()
            .Where(value => !template.Contains($"{{{value.Key}", StringComparison.Ordinal));
    }
}
