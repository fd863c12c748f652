namespace OpenViduMeet.Application.Pipeline;

/// <summary>A request with a secret that could be guessed.</summary>
public interface IGuess
{
    /// <summary>The account or room that the secret protects, or <see langword="null"/> if the request does not name one.</summary>
    string? Target { get; }
}
