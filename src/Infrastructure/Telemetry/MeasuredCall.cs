using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Telemetry;

/// <summary>Measures calls of one kind to something outside of this process, and makes each a part of the current trace.</summary>
internal sealed class MeasuredCall
{
    private readonly string _activity;
    private readonly string _label;
    private readonly Histogram<double> _duration;

    /// <param name="meters">Creates the meter.</param>
    /// <param name="metric">The name of the metric, such as <c>meet.store.duration</c>.</param>
    /// <param name="label">The label that tells the calls apart.</param>
    /// <param name="description">The metric's description.</param>
    public MeasuredCall(IMeterFactory meters, string metric, string label, string description)
    {
        _activity = metric[..metric.LastIndexOf('.')];
        _label = label;
        _duration = meters
            .Create(MeetTelemetry.Name)
            .CreateHistogram(
                metric,
                "s",
                description,
                advice: new InstrumentAdvice<double>
                {
                    HistogramBucketBoundaries = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5],
                }
            );
    }

    /// <param name="name">The name of the call: one of a few words.</param>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> call, CancellationToken ct)
        where T : IResult<T>
    {
        using var activity = MeetTelemetry.Activities.StartActivity(
            _activity,
            ActivityKind.Internal
        );
        var began = TimeProvider.System.GetTimestamp();
        var outcome = Outcome.Exception;
        try
        {
            var result = await call();
            outcome = Outcome.Of(result.Error);
            if (result.Error?.Kind == ErrorKind.Unavailable)
                activity?.SetStatus(ActivityStatusCode.Error);
            return result;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            outcome = Outcome.Cancelled;
            throw;
        }
        catch (Exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            _duration.Record(
                TimeProvider.System.GetElapsedTime(began).TotalSeconds,
                new(_label, name),
                new(MeetTelemetry.OutcomeLabel, outcome)
            );
            activity?.SetTag(_label, name);
            activity?.SetTag(MeetTelemetry.OutcomeLabel, outcome);
        }
    }
}
