using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Domain.Values;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Json;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Who is told of events. When sent, what is missing stays as it is.</summary>
public sealed record MeetWebhookPreferences : RequestBody
{
    /// <summary>Whether anybody is. It needs a URL, and an API key to sign with.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Where events are posted to.</summary>
    /// <example>https://example.com/meet-events</example>
    public Uri? Url { get; init; }

    internal UpdateWebhookPreferences ToRequest() => new(Enabled, Url);

    /// <summary>Never the URL, which may hold a secret: a record's text ends up in logs.</summary>
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
/// <param name="Deliveries">Newest first.</param>
/// <param name="IsTruncated">Whether there are more.</param>
public sealed record MeetWebhookDeliveryPage(
    IReadOnlyList<MeetWebhookDelivery> Deliveries,
    bool IsTruncated
)
{
    /// <summary>Asks for the next page; missing on the last.</summary>
    public string? NextPageToken { get; init; }
}

/// <summary>How far the telling of one event has come.</summary>
public sealed record MeetWebhookDelivery
{
    /// <summary>As it is sent in the header <c>X-Delivery-Id</c>, the same with each attempt.</summary>
    /// <example>WH_0123456789abcdef01234567</example>
    public required string DeliveryId { get; init; }

    /// <summary>What happened.</summary>
    public required WebhookEventName Event { get; init; }

    /// <summary>The id of the recording, or the name of the room.</summary>
    /// <example>room-123--EG_XYZ--XX445</example>
    public required string Subject { get; init; }

    /// <summary>When it happened, in milliseconds since the Unix epoch.</summary>
    /// <example>1620000000000</example>
    public required long CreationDate { get; init; }

    /// <summary>Whether the receiver has it.</summary>
    public required WebhookDeliveryStateName State { get; init; }

    /// <summary>How often it was sent.</summary>
    public required int Attempts { get; init; }

    /// <summary>Not sent again before, in milliseconds since the Unix epoch; missing once it is over.</summary>
    public long? NextAttemptDate { get; init; }

    /// <summary>The HTTP status of the last answer; missing if none came.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; init; }

    /// <summary>When the receiver took it, in milliseconds since the Unix epoch.</summary>
    public long? DeliveredDate { get; init; }
}

/// <summary>What the configured URL is told of.</summary>
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

/// <summary>Whether a receiver has what it was to be told.</summary>
public enum WebhookDeliveryStateName
{
    [JsonStringEnumMemberName("PENDING")]
    Pending,

    [JsonStringEnumMemberName("DELIVERED")]
    Delivered,

    [JsonStringEnumMemberName("FAILED")]
    Failed,
}
