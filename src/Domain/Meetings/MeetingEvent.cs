using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>
/// Something that the meeting server tells us has happened. The names in its JSON never change: an update finds events that the
/// version before it has kept.
/// </summary>
/// <param name="Id">The same however often the event is delivered.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "Kind")]
[JsonDerivedType(typeof(RoomOpened), "RoomOpened")]
[JsonDerivedType(typeof(RoomClosed), "RoomClosed")]
[JsonDerivedType(typeof(ParticipantJoined), "ParticipantJoined")]
[JsonDerivedType(typeof(EgressChanged), "EgressChanged")]
public abstract record MeetingEvent(string Id);

/// <summary>A room that we marked as ours was opened: by us, or by somebody who joined with a token.</summary>
public sealed record RoomOpened(string Id, RoomName Room) : MeetingEvent(Id);

/// <summary>The meeting in a room is over. The room itself may go on to exist, and be opened again.</summary>
public sealed record RoomClosed(string Id, RoomName Room) : MeetingEvent(Id);

/// <summary>Somebody joined; never a recorder or an agent.</summary>
public sealed record ParticipantJoined(string Id, RoomName Room, ParticipantName Participant)
    : MeetingEvent(Id);

/// <summary>A recording has moved on.</summary>
public sealed record EgressChanged(
    string Id,
    [property: JsonPropertyName("Egress")] EgressReport Report
) : MeetingEvent(Id);

/// <summary>An event that concerns nothing of ours. It is never kept.</summary>
public sealed record UnrelatedEvent(string Id) : MeetingEvent(Id);
