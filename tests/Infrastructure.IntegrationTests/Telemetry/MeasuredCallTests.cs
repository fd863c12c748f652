using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Telemetry;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Telemetry;

public sealed class MeasuredCallTests
{
    private static IEnumerable<TestCaseData> Calls()
    {
        yield return Case("done", () => Result.Ok, ActivityStatusCode.Unset);
        yield return Case("absent", () => RecordingErrors.NotFound, ActivityStatusCode.Unset);
        yield return Case("away", () => StorageErrors.Unavailable, ActivityStatusCode.Error);
        yield return Case(
            "bug",
            () => throw new InvalidOperationException(),
            ActivityStatusCode.Error
        );
        yield return Case(
            "cancelled",
            () => throw new OperationCanceledException(),
            ActivityStatusCode.Unset
        );
    }

    [TestCaseSource(nameof(Calls))]
    public async Task The_span_of_a_call_that_failed_is_an_error(
        string name,
        Func<Result> end,
        ActivityStatusCode expected
    )
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var calls = new MeasuredCall(
            services.GetRequiredService<IMeterFactory>(),
            "test.call.duration",
            "test.call",
            "Time of a call."
        );
        ActivityStatusCode? status = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MeetTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended =>
            {
                if (name.Equals(ended.GetTagItem("test.call")))
                    status = ended.Status;
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        try
        {
            await calls.RunAsync(name, () => Task.FromResult(end()), cancelled.Token);
        }
        catch (Exception failed)
            when (failed is InvalidOperationException or OperationCanceledException)
        {
            // The caller handles it.
        }

        Assert.That(status, Is.EqualTo(expected));
    }

    private static TestCaseData Case(string name, Func<Result> end, ActivityStatusCode expected) =>
        new(name, end, expected);
}
