namespace OpenViduMeet.Application.Pipeline;

/// <summary>A request with a secret that could be guessed.</summary>
public interface IGuess
{
    /// <summary>What the secret protects, or <see langword="null"/> if the request does not name it and so guesses nothing.</summary>
    string? Target { get; }
}
