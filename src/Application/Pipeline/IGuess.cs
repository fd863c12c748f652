namespace OpenViduMeet.Application.Pipeline;

/// <summary>A request that carries a secret which somebody could guess.</summary>
public interface IGuess
{
    /// <summary>What the secret would open, or <see langword="null"/> if the request does not say: then nothing is guessed.</summary>
    string? Target { get; }
}
