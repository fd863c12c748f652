using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Recordings.Links;

/// <summary>Hashes and verifies the codes of links. People choose codes, so both are slow on purpose.</summary>
public interface ILinkCodes
{
    string Hash(LinkCode code);

    /// <summary>Verifies the code of a link that has one. A code that was right is remembered for a short time.</summary>
    /// <returns>
    /// Success, <see cref="RecordingLinkErrors.WrongCode"/>, or, within about two seconds, <see cref="RequestErrors.TooManyRequests"/> if too
    /// many codes and passwords are being verified.
    /// </returns>
    Task<Result> VerifyAsync(RecordingLink link, LinkCode code, CancellationToken ct);
}
