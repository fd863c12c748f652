using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>
/// An event that the meeting server reports. The names in its JSON must not change: a new version reads the events that the previous
/// version has stored.
/// </summary>
/// <param name="Id">The event's id, which is the same for each delivery of the event.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "Kind")]
[JsonDerivedType(typeof(RoomOpened), "RoomOpened")]
[JsonDerivedType(typeof(RoomClosed), "RoomClosed")]
[JsonDerivedType(typeof(ParticipantJoined), "ParticipantJoined")]
[JsonDerivedType(typeof(EgressChanged), "EgressChanged")]
public abstract record MeetingEvent(string Id);

/// <summary>A room of this installation was opened, by this server or by a participant who joined with a token.</summary>
public sealed record RoomOpened(string Id, RoomName Room) : MeetingEvent(Id);

/// <summary>The meeting in a room has ended. The room may still exist and be opened again.</summary>
public sealed record RoomClosed(string Id, RoomName Room) : MeetingEvent(Id);

/// <summary>A participant joined. Recorders and agents are left out.</summary>
public sealed record ParticipantJoined(string Id, RoomName Room, ParticipantName Participant)
    : MeetingEvent(Id)
{
    /// <summary>
    /// When the participant joined. The event may be received and handled much later. <see langword="null"/> if an earlier version
    /// stored it.
    /// </summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <inheritdoc cref="PresentParticipant.ConnectionId"/>
    /// <remarks><see langword="null"/> if an earlier version stored the event, or if the room is not this installation's.</remarks>
    public string? ConnectionId { get; init; }

    /// <inheritdoc cref="PresentParticipant.Family"/>
    public TokenFamily? Family { get; init; }

    /// <inheritdoc cref="PresentParticipant.IsFromOperator"/>
    public bool IsFromOperator { get; init; }

    /// <summary>The person who joined; <see langword="null"/> if it is not known whether the person may stay.</summary>
    public PresentParticipant? ToPresent() =>
        ConnectionId is null
            ? null
            : new PresentParticipant(Participant, ConnectionId, Family, IsFromOperator);
}

/// <summary>A participant left a room of this installation. Recorders and agents are left out. It is never stored.</summary>
public sealed record ParticipantLeft(string Id) : MeetingEvent(Id);

/// <summary>The status of a recording has changed.</summary>
public sealed record EgressChanged(
    string Id,
    [property: JsonPropertyName("Egress")] EgressReport Report
) : MeetingEvent(Id);

/// <summary>An event that does not concern this server. It is never stored.</summary>
public sealed record UnrelatedEvent(string Id) : MeetingEvent(Id);
