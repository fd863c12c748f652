namespace OpenViduMeet.Domain.Participants;

/// <summary>
/// The tokens that one browser gets for a name in a room, one after the other. A token after a page reload, or a refreshed one, belongs
/// to the family of its predecessor. Whoever takes the name anew begins a new family.
/// </summary>
/// <param name="Id">Random.</param>
/// <param name="Epoch">
/// How often the participant of this name had been disconnected from the room by a moderator when the family began. The next
/// disconnection revokes the family: see <see cref="ParticipantBan.Revokes"/>.
/// </param>
public sealed record TokenFamily(Guid Id, int Epoch)
{
    public static TokenFamily New(int epoch) => new(Guid.NewGuid(), epoch);
}
