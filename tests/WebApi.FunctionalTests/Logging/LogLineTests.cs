using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Logging;

namespace OpenViduMeet.WebApi.FunctionalTests.Logging;

/// <summary>The lines of the log, in both formats.</summary>
public sealed partial class LogLineTests
{
    private const string Forged =
        "Bob\n2030-01-01T12:00:00.000Z info Forged: line\r\u2028\u001b[31m";

    private static readonly FakeTimeProvider Clock = new(MeetApiFactory.Start);

    [Test]
    public void A_line_of_text_has_time_level_category_message_other_values_and_trace_id()
    {
        using var activity = new Activity("test").Start();

        var text = Write(new TextLines(Clock), log => LogDone(log, "Login", 2, "daily", null));

        Assert.That(
            text,
            Is.EqualTo(
                $"2030-01-01T12:00:00.000Z info Some.Category: Login took 2 room=daily trace={activity.TraceId}\n"
            )
        );
    }

    [Test]
    public void A_line_of_JSON_has_the_same_as_fields()
    {
        using var activity = new Activity("test").Start();

        var text = Write(new JsonLines(Clock), log => LogDone(log, "Login", 2, "daily", null));

        Assert.That(text, Does.EndWith("}\n"));
        var line = JsonDocument.Parse(text).RootElement;
        Assert.That(line.GetProperty("time").GetString(), Is.EqualTo("2030-01-01T12:00:00.000Z"));
        Assert.That(line.GetProperty("level").GetString(), Is.EqualTo("information"));
        Assert.That(line.GetProperty("category").GetString(), Is.EqualTo("Some.Category"));
        Assert.That(line.GetProperty("message").GetString(), Is.EqualTo("Login took 2"));
        Assert.That(
            line.GetProperty("traceId").GetString(),
            Is.EqualTo(activity.TraceId.ToHexString())
        );
        Assert.That(
            line.GetProperty("values")
                .EnumerateObject()
                .Select(value => $"{value.Name}={value.Value.GetRawText()}"),
            Is.EquivalentTo(["useCase=\"Login\"", "count=2", "room=\"daily\""])
        );
    }

    [TestCase(typeof(TextLines))]
    [TestCase(typeof(JsonLines))]
    public void No_value_and_no_exception_can_begin_a_line(Type format)
    {
        var formatter = (ConsoleFormatter)Activator.CreateInstance(format, Clock)!;

        var text = Write(
            formatter,
            log => LogDone(log, Forged, 1, Forged, new InvalidOperationException(Forged))
        );

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines[0], Does.Contain("Bob").And.Contain("\\u001b").IgnoreCase);
        Assert.That(lines.Skip(1), Is.All.StartsWith("      "));
        Assert.That(text.Where(char.IsControl), Is.All.EqualTo('\n'));
        Assert.That(text, Does.Not.Contain('\u2028'));
    }

    [TestCase("text", "meet-text")]
    [TestCase("json", "meet-json")]
    public async Task The_setting_chooses_the_format(string setting, string format)
    {
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_LOG_FORMAT"] = setting }
        );

        var console = meet.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;

        Assert.That(console.FormatterName, Is.EqualTo(format));
    }

    private static string Write(ConsoleFormatter formatter, Action<ILogger> log)
    {
        var written = new Written(formatter);
        log(written);
        return written.Text;
    }

#pragma warning disable SYSLIB1015 // The room is a value beside the text.
    [LoggerMessage(LogLevel.Information, "{UseCase} took {Count}")]
    private static partial void LogDone(
        ILogger logger,
        string useCase,
        int count,
        string room,
        Exception? exception
    );
#pragma warning restore SYSLIB1015

    private sealed class Written(ConsoleFormatter formatter) : ILogger
    {
        public string Text { get; private set; } = "";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatterOfText
        )
        {
            using var text = new StringWriter();
            formatter.Write(
                new LogEntry<TState>(
                    logLevel,
                    "Some.Category",
                    eventId,
                    state,
                    exception,
                    formatterOfText
                ),
                scopeProvider: null,
                text
            );
            Text += text.ToString();
        }
    }
}
