using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>A place to meet, until it expires.</summary>
public sealed record Room
{
    public required RoomName Name { get; init; }

    public required RoomNamePrefix Prefix { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant from which the room does not exist any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The maximum number of participants at once, or <see langword="null"/> for no limit.</summary>
    public int? MaxParticipants { get; init; }

    public RoomPreferences Preferences { get; init; } = new();

    public required RoomSecret ModeratorSecret { get; init; }

    public required RoomSecret PublisherSecret { get; init; }

    /// <summary>The webhooks to send when the room is saved or removed.</summary>
    public WebhookNotifications Notifications { get; private init; } = WebhookNotifications.None;

    /// <summary>Creates a room with a name and secrets that cannot be guessed.</summary>
    public static Room Create(
        RoomNamePrefix prefix,
        DateTimeOffset expiresAt,
        int? maxParticipants,
        RoomPreferences preferences,
        TimeProvider clock
    ) =>
        new()
        {
            Name = prefix.NewRoomName(),
            Prefix = prefix,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = expiresAt,
            MaxParticipants = maxParticipants,
            Preferences = preferences,
            ModeratorSecret = RoomSecret.New(),
            PublisherSecret = RoomSecret.New(),
        };

    /// <summary>Adds the webhook that the meeting in the room has ended or the room is removed.</summary>
    /// <param name="cause">
    /// The id of the event that reports the end, so that the webhook is sent once; <see langword="null"/> if the room is removed.
    /// </param>
    public Room Finish(string? cause) =>
        this with
        {
            Notifications = Notifications.With(WebhookEvent.RoomFinished, cause),
        };

    /// <summary>Replaces the secrets of these roles, so that the links with the old ones give no role any more.</summary>
    public Room RotateSecrets(IReadOnlySet<ParticipantRole> roles) =>
        this with
        {
            ModeratorSecret = roles.Contains(ParticipantRole.Moderator)
                ? RoomSecret.New()
                : ModeratorSecret,
            PublisherSecret = roles.Contains(ParticipantRole.Publisher)
                ? RoomSecret.New()
                : PublisherSecret,
        };

    /// <returns>The role that the secret gives, or <see langword="null"/> if the secret is wrong.</returns>
    public ParticipantRole? RoleFor(RoomSecret secret)
    {
        // Both secrets are always compared, so that the time does not tell which one matched.
        var isModerator = ModeratorSecret.Matches(secret);
        var isPublisher = PublisherSecret.Matches(secret);
        return isModerator ? ParticipantRole.Moderator
            : isPublisher ? ParticipantRole.Publisher
            : null;
    }
}
