using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Domain.Values;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Json;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The webhook preferences. In an update, fields that are not sent stay unchanged.</summary>
public sealed record MeetWebhookPreferences : RequestBody
{
    /// <summary>Whether events are sent. This requires a URL, and an API key to sign with.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The URL to which events are posted.</summary>
    /// <example>https://example.com/meet-events</example>
    public Uri? Url { get; init; }

    internal UpdateWebhookPreferences ToRequest() => new(Enabled, Url);

    /// <summary>Omits the URL, which may contain a secret, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(MeetWebhookPreferences);
}

internal sealed class WebhookUrlConverter : JsonConverter<Uri>
{
    public override Uri Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();
        return WebhookUrl.TryParse(reader.GetString(), out var url)
            ? url
            : throw new UnparsableTextException(WebhookUrl.Fault);
    }

    public override void Write(Utf8JsonWriter writer, Uri value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.OriginalString);
}

/// <summary>The state to which a list of deliveries is limited.</summary>
public sealed record WebhookStateFilter(WebhookDeliveryState State)
    : IParsableValue<WebhookStateFilter>
{
    public static string Rule => "Must be PENDING, DELIVERED or FAILED.";

    public string Text => State.ToString().ToUpperInvariant();

    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookStateFilter? value)
    {
        value = text switch
        {
            "PENDING" => new(WebhookDeliveryState.Pending),
            "DELIVERED" => new(WebhookDeliveryState.Delivered),
            "FAILED" => new(WebhookDeliveryState.Failed),
            _ => null,
        };
        return value is not null;
    }
}

/// <summary>A page of deliveries.</summary>
/// <param name="Deliveries">The deliveries, newest first.</param>
/// <param name="IsTruncated">Whether there are more deliveries.</param>
public sealed record MeetWebhookDeliveryPage(
    IReadOnlyList<MeetWebhookDelivery> Deliveries,
    bool IsTruncated
)
{
    /// <summary>The token of the next page. The last page has none.</summary>
    public string? NextPageToken { get; init; }
}

/// <summary>The delivery of one event to the webhook URL.</summary>
public sealed record MeetWebhookDelivery
{
    /// <summary>The id that is sent in the header <c>X-Delivery-Id</c>. It is the same for each attempt.</summary>
    /// <example>WH_0123456789abcdef01234567</example>
    public required string DeliveryId { get; init; }

    /// <summary>The event.</summary>
    public required WebhookEventName Event { get; init; }

    /// <summary>The id of the recording, or the name of the room.</summary>
    /// <example>room-123--EG_XYZ--XX445</example>
    public required string Subject { get; init; }

    /// <summary>The date of the event (milliseconds since the Unix epoch).</summary>
    /// <example>1620000000000</example>
    public required long CreationDate { get; init; }

    /// <summary>The state of the delivery.</summary>
    public required WebhookDeliveryStateName State { get; init; }

    /// <summary>The number of attempts, including one in progress.</summary>
    public required int Attempts { get; init; }

    /// <summary>The earliest date of the next attempt (milliseconds since the Unix epoch). Missing if there is no further attempt.</summary>
    public long? NextAttemptDate { get; init; }

    /// <summary>The HTTP status of the last response. Missing if there was none.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; init; }

    /// <summary>The date when the receiver accepted the event (milliseconds since the Unix epoch).</summary>
    public long? DeliveredDate { get; init; }
}

/// <summary>The events that are sent to the webhook URL.</summary>
public enum WebhookEventName
{
    [JsonStringEnumMemberName("recordingStarted")]
    RecordingStarted,

    [JsonStringEnumMemberName("recordingUpdated")]
    RecordingUpdated,

    [JsonStringEnumMemberName("recordingEnded")]
    RecordingEnded,

    [JsonStringEnumMemberName("roomFinished")]
    RoomFinished,
}

/// <summary>The state of a webhook delivery.</summary>
public enum WebhookDeliveryStateName
{
    [JsonStringEnumMemberName("PENDING")]
    Pending,

    [JsonStringEnumMemberName("DELIVERED")]
    Delivered,

    [JsonStringEnumMemberName("FAILED")]
    Failed,
}
