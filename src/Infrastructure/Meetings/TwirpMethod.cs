namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>A method of LiveKit, and what its failures mean for further calls.</summary>
/// <param name="Service">The service, such as <c>RoomService</c>.</param>
/// <param name="Name">The method's name, such as <c>GetParticipant</c>.</param>
/// <param name="IsRepeatable">
/// Whether the call may be repeated if its answer was lost: not if a second call has a further effect, or if its answer hides the effect
/// of the first.
/// </param>
internal sealed record TwirpMethod(string Service, string Name, bool IsRepeatable)
{
    /// <summary>Enough for tens of thousands of rooms, or thousands of participants.</summary>
    public const int LargestList = 16 * 1024 * 1024;

    /// <summary>
    /// Whether a status of 500 or more, or a timeout, means that LiveKit itself fails, and not only a service that LiveKit calls.
    /// </summary>
    public bool FailureMeansServerDown { get; init; } = true;

    /// <summary>
    /// The maximum size of an answer, in bytes. The answer about one participant can hold 64 KiB of metadata, and attributes.
    /// </summary>
    public int LargestAnswer { get; init; } = 1024 * 1024;

    /// <summary>Whether an answer that is too large is usual, and so not logged: the caller has another way.</summary>
    public bool MayBeTooLarge { get; init; }

    public string Path => $"twirp/livekit.{Service}/{Name}";

    public override string ToString() => $"{Service}/{Name}";
}
