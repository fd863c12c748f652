using Microsoft.Extensions.Logging.Console;

namespace OpenViduMeet.WebApi.Logging;

/// <summary>How the log is written to the standard output.</summary>
public enum LogFormat
{
    Text,
    Json,
}

internal static class LogFormats
{
    public static void AddLines(this ILoggingBuilder logging, LogFormat format)
    {
        logging.AddConsoleFormatter<TextLines, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        logging.AddConsole(console =>
            console.FormatterName =
                format == LogFormat.Json ? JsonLines.FormatName : TextLines.FormatName
        );
    }
}
