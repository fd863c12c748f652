using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.Rooms;

/// <summary>A place to meet, until it expires.</summary>
public sealed record Room
{
    public required RoomName Name { get; init; }

    public required RoomNamePrefix Prefix { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this instant on the room does not exist any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many may be in the room at once, or <see langword="null"/> for no limit.</summary>
    public int? MaxParticipants { get; init; }

    public RoomPreferences Preferences { get; init; } = new();

    public required RoomSecret ModeratorSecret { get; init; }

    public required RoomSecret PublisherSecret { get; init; }

    /// <summary>What webhooks are to be told when the room is saved or removed.</summary>
    public WebhookNotifications Notifications { get; private init; } = WebhookNotifications.None;

    /// <summary>A new room with a name and secrets that nobody can guess.</summary>
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

    /// <summary>The meeting in the room is over, or the room is removed: webhooks are told.</summary>
    /// <param name="cause">
    /// The id of the event that says so, which is told of once, or <see langword="null"/> if the room is removed.
    /// </param>
    public Room Finish(string? cause) =>
        this with
        {
            Notifications = Notifications.With(WebhookEvent.RoomFinished, cause),
        };

    /// <returns>The role in which this secret lets somebody join, or <see langword="null"/> for a wrong one.</returns>
    public ParticipantRole? RoleFor(RoomSecret secret)
    {
        // Both are compared always, so that the time does not tell which of them came close.
        var isModerator = ModeratorSecret.Matches(secret);
        var isPublisher = PublisherSecret.Matches(secret);
        return isModerator ? ParticipantRole.Moderator
            : isPublisher ? ParticipantRole.Publisher
            : null;
    }
}
