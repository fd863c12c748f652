namespace OpenViduMeet.Domain.Diagnostics;

/// <summary>Examines one part of the installation.</summary>
public interface IInstallationCheck
{
    /// <summary>Names the check, such as <c>livekit</c>.</summary>
    string Id { get; }

    /// <summary>What holds if the check finds nothing, such as <c>LiveKit answers</c>.</summary>
    string Subject { get; }

    /// <summary>
    /// Examines the part, and leaves nothing behind. May throw, and may ignore its cancellation: the caller gives it up after some seconds.
    /// </summary>
    /// <returns>What was found; nothing if all is well.</returns>
    Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct);
}
