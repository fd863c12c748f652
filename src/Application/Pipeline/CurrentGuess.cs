using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>The guess that the current request has reserved. A use case can report early that the guess was right.</summary>
internal sealed class CurrentGuess
{
    public ReservedGuess? Reserved { get; set; }

    public void WasRight() => Reserved?.WasRight();
}
