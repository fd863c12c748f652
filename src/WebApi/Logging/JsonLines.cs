using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OpenViduMeet.WebApi.Logging;

/// <summary>Writes the log as JSON: one object on a line.</summary>
internal sealed class JsonLines(TimeProvider clock) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "meet-json";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var line = LogLine.Of(logEntry, clock);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, line);
        textWriter.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        textWriter.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, in LogLine line)
    {
        json.WriteStartObject();
        json.WriteString("time", line.Time);
        json.WriteString("level", JsonNamingPolicy.CamelCase.ConvertName(line.Level.ToString()));
        json.WriteString("category", line.Category);
        json.WriteString("message", line.Message);
        if (line.Activity is { } activity)
        {
            json.WriteString("traceId", activity.TraceId.ToHexString());
            json.WriteString("spanId", activity.SpanId.ToHexString());
        }

        json.WriteStartObject("values");
        foreach (var (name, value) in line.KnownValues())
            WriteValue(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
        json.WriteEndObject();
        if (line.Exception is { } exception)
            json.WriteString("exception", exception.ToString());
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
