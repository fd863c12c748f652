using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OpenViduMeet.WebApi.Logging;

/// <summary>
/// Writes the log as text: a line for each message, and the lines of an exception below it, indented. Values can come from outside, so
/// control characters are escaped: no value can begin a line.
/// </summary>
internal sealed class TextLines(TimeProvider clock) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "meet-text";

    private const string Indentation = "      ";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var line = LogLine.Of(logEntry, clock);
        var text = new StringBuilder();
        text.Append(line.Time).Append(' ').Append(NameOf(line.Level)).Append(' ');
        AppendEscaped(text, line.Category);
        text.Append(": ");
        AppendEscaped(text, line.Message);
        foreach (var (name, value) in line.OtherValues())
        {
            text.Append(' ').Append(name).Append('=');
            AppendEscaped(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        if (line.Activity is { } activity)
            text.Append(" trace=").Append(activity.TraceId.ToHexString());
        text.Append('\n');
        if (line.Exception is { } exception)
            AppendIndented(text, exception);
        textWriter.Write(text);
    }

    private static void AppendIndented(StringBuilder text, Exception exception)
    {
        foreach (var part in exception.ToString().AsSpan().EnumerateLines())
        {
            text.Append(Indentation);
            AppendEscaped(text, part);
            text.Append('\n');
        }
    }

    private static void AppendEscaped(StringBuilder text, ReadOnlySpan<char> value)
    {
        foreach (var character in value)
        {
            if (BreaksLine(character))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                text.Append(character);
        }
    }

    /// <summary>Also the separators of Unicode, which some viewers treat as ends of lines.</summary>
    private static bool BreaksLine(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029';

    private static string NameOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
}
