using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>The guess that the request in hand has reserved, so that a use case can say at once that it was right.</summary>
internal sealed class CurrentGuess
{
    public ReservedGuess? Reserved { get; set; }

    public void WasRight() => Reserved?.WasRight();
}
