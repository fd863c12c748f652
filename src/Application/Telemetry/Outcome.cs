using System.Collections.Frozen;
using System.Text.Json;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Telemetry;

/// <summary>How an operation ended, as a label of metrics and traces: one of a few words.</summary>
public static class Outcome
{
    public const string Done = "done";

    /// <summary>The caller did not wait for the end.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>An exception that is no expected failure.</summary>
    public const string Exception = "exception";

    private static readonly FrozenDictionary<ErrorKind, string> Names = Enum.GetValues<ErrorKind>()
        .ToFrozenDictionary(
            kind => kind,
            kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString())
        );

    public static string Of(Error? error) => error is null ? Done : Names[error.Kind];
}
