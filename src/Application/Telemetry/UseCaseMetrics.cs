using System.Diagnostics.Metrics;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Telemetry;

/// <summary>Measures what the use cases do, from their requests and outcomes.</summary>
internal sealed class UseCaseMetrics
{
    private const string UseCase = "meet.use_case";
    private const string TokenKind = "meet.token.kind";
    private const string SignInMethod = "meet.sign_in.method";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _tokens;
    private readonly Counter<long> _signIns;
    private readonly Counter<long> _throttled;
    private readonly Counter<long> _disconnected;

    public UseCaseMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeetTelemetry.Name);
        _duration = meter.CreateHistogram(
            "meet.use_case.duration",
            "s",
            "Time that a use case took.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5],
            }
        );
        _tokens = meter.CreateCounter<long>(
            "meet.tokens",
            "{token}",
            "Participant tokens that were requested."
        );
        _signIns = meter.CreateCounter<long>("meet.sign_ins", "{sign_in}", "Attempts to sign in.");
        _throttled = meter.CreateCounter<long>(
            "meet.throttled",
            "{request}",
            "Requests that were refused because of too many attempts (429)."
        );
        _disconnected = meter.CreateCounter<long>(
            "meet.participants.disconnected",
            "{participant}",
            "Participants whom a moderator or an administrator has disconnected."
        );
    }

    public void Record<TRequest>(TRequest request, string outcome, Error? error, TimeSpan took)
    {
        var useCase = new KeyValuePair<string, object?>(UseCase, typeof(TRequest).Name);
        var ended = new KeyValuePair<string, object?>(MeetTelemetry.OutcomeLabel, outcome);
        _duration.Record(took.TotalSeconds, useCase, ended);
        if (error?.Kind == ErrorKind.TooManyRequests)
            _throttled.Add(1, useCase);
        if (request is ICounted { CountedAs: var counted })
            Count(counted, ended);
    }

    private void Count(CountedAs counted, KeyValuePair<string, object?> ended)
    {
        switch (counted)
        {
            case CountedAs.NewToken:
                _tokens.Add(1, new(TokenKind, "new"), ended);
                break;
            case CountedAs.RefreshedToken:
                _tokens.Add(1, new(TokenKind, "refreshed"), ended);
                break;
            case CountedAs.SignInWithPassword:
                _signIns.Add(1, new(SignInMethod, "password"), ended);
                break;
            case CountedAs.SignInAtProvider:
                _signIns.Add(1, new(SignInMethod, "provider"), ended);
                break;
            case CountedAs.Disconnection when (string?)ended.Value == Outcome.Done:
                _disconnected.Add(1);
                break;
        }
    }
}
