using System.Globalization;
using System.Text.Json.Nodes;

namespace OpenViduMeet.TestSupport.LiveKit;

public sealed record LiveKitRoom(
    string Name,
    string Metadata,
    int MaxParticipants,
    int EmptyTimeout,
    int DepartureTimeout
)
{
    private readonly string _sid = LiveKitState.NewId("RM_");

    internal JsonObject ToJson() =>
        new()
        {
            ["sid"] = _sid,
            ["name"] = Name,
            ["empty_timeout"] = EmptyTimeout,
            ["departure_timeout"] = DepartureTimeout,
            ["max_participants"] = MaxParticipants,
            ["creation_time"] = Int64.NowInSeconds(),
            ["turn_password"] = "turn-password",
            ["enabled_codecs"] = new JsonArray(),
            ["metadata"] = Metadata,
            ["num_participants"] = 0,
            ["active_recording"] = false,
        };
}

/// <param name="Attributes">Everybody in the room sees them. The participant can change them.</param>
public sealed record LiveKitParticipant(
    string Room,
    string Identity,
    string Kind,
    JsonObject Attributes
)
{
    private readonly string _sid = LiveKitState.NewId("PA_");
    private readonly string _joinedAt = Int64.NowInMilliseconds();

    internal JsonObject ToJson() =>
        new()
        {
            ["sid"] = _sid,
            ["identity"] = Identity,
            ["state"] = "ACTIVE",
            ["tracks"] = new JsonArray(),
            ["metadata"] = "",
            ["joined_at"] = Int64.NowInSeconds(),
            ["joined_at_ms"] = _joinedAt,
            ["name"] = Identity,
            ["permission"] = null,
            ["is_publisher"] = false,
            ["kind"] = Kind,
            ["disconnect_reason"] = "UNKNOWN_REASON",
            ["attributes"] = Attributes.DeepClone(),
        };

    /// <summary>Events leave out default values.</summary>
    internal JsonObject ToWebhookJson()
    {
        var participant = new JsonObject
        {
            ["sid"] = _sid,
            ["identity"] = Identity,
            ["joinedAtMs"] = _joinedAt,
        };
        if (Kind != "STANDARD")
            participant["kind"] = Kind;
        if (Attributes.Count > 0)
            participant["attributes"] = Attributes.DeepClone();
        return participant;
    }
}

/// <param name="Request">The request that started the egress.</param>
public sealed record LiveKitEgress(string Id, string Room, string Status, JsonObject Request)
{
    private static readonly string[] StatusesUnderWay =
    [
        "EGRESS_STARTING",
        "EGRESS_ACTIVE",
        "EGRESS_ENDING",
    ];

    public TimeSpan Duration { get; private init; }

    public long Size { get; private init; }

    public string Error { get; private init; } = "";

    public bool IsUnderWay => StatusesUnderWay.Contains(Status);

    /// <summary>The path at which the media is to be written.</summary>
    public string Path => Request.Field("file_outputs")![0]!.AsObject().Text("filepath");

    internal LiveKitEgress Moved(string status, TimeSpan duration, long size, string error) =>
        this with
        {
            Status = status,
            Duration = duration,
            Size = size,
            Error = error,
        };

    /// <summary>The egress as LiveKit's API returns it.</summary>
    internal JsonObject ToJson() =>
        new()
        {
            ["egress_id"] = Id,
            ["room_id"] = "RM_of_" + Room,
            ["room_name"] = Room,
            ["source_type"] = "EGRESS_SOURCE_TYPE_WEB",
            ["status"] = Status,
            ["started_at"] = Status == "EGRESS_STARTING" ? "0" : Int64.NowInNanoseconds(),
            ["ended_at"] = IsUnderWay ? "0" : Int64.NowInNanoseconds(),
            ["updated_at"] = Int64.NowInNanoseconds(),
            ["details"] = "",
            ["error"] = Error,
            ["error_code"] = Error.Length == 0 ? 0 : 500,
            ["room_composite"] = Request.DeepClone(),
            ["file_results"] =
                IsUnderWay || Error.Length > 0 ? new JsonArray() : new JsonArray(File()),
        };

    /// <summary>The egress as LiveKit's webhooks send it: in camel case, without default values.</summary>
    internal JsonObject ToWebhookJson() => (JsonObject)CamelCase(ToJson())!;

    private JsonObject File() =>
        new()
        {
            ["filename"] = Path,
            ["started_at"] = Int64.NowInNanoseconds(),
            ["ended_at"] = Int64.NowInNanoseconds(),
            ["duration"] = Int64.Of((long)Duration.TotalNanoseconds),
            ["size"] = Int64.Of(Size),
            ["location"] = Path,
        };

    private static JsonNode? CamelCase(JsonNode? node) =>
        node switch
        {
            JsonObject message => new JsonObject(
                message
                    .Where(field => !IsDefault(field.Value))
                    .Select(field =>
                        KeyValuePair.Create(CamelCase(field.Key), CamelCase(field.Value))
                    )
            ),
            JsonArray items => new JsonArray([.. items.Select(CamelCase)]),
            _ => node?.DeepClone(),
        };

    private static bool IsDefault(JsonNode? value) =>
        value is null or JsonArray { Count: 0 }
        || value.ToString() is "" or "0" or "EGRESS_STARTING" or "false";

    private static string CamelCase(string name)
    {
        var parts = name.Split('_');
        return parts[0]
            + string.Concat(
                parts.Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part[1..])
            );
    }
}

/// <summary>Protobuf's int64 as JSON: a string.</summary>
internal static class Int64
{
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string NowInSeconds() => Of(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    public static string NowInMilliseconds() =>
        Of(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    public static string NowInNanoseconds() =>
        Of(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000);
}
