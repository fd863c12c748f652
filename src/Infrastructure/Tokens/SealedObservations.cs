using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// Seals what a server tells the doctor. Anybody may ask, but only those who have this installation's key can read the answer. So the answer
/// also proves that the server has the same key.
/// </summary>
public sealed class SealedObservations(SigningKeys keys)
{
    /// <summary>The header of the question.</summary>
    public const string ChallengeHeader = "X-Doctor-Challenge";

    /// <summary>The header of the answer.</summary>
    public const string AnswerHeader = "X-Doctor-Answer";

    private const int ChallengeLength = 32;
    private const int MaxAnswerLength = 2048;

    /// <summary>Whether a text is a challenge: 32 hexadecimal digits, so that an answer cannot be used again.</summary>
    public static bool IsChallenge(string text) =>
        text.Length == ChallengeLength && text.All(char.IsAsciiHexDigitLower);

    /// <returns>A challenge that nobody used before.</returns>
    public static string NewChallenge() => Guid.NewGuid().ToString("N");

    public string Seal(ServerObservation observation, string challenge) =>
        Base64Url.EncodeToString(
            SealedBytes.Seal(
                keys.Observations,
                JsonSerializer.SerializeToUtf8Bytes(observation),
                Encoding.ASCII.GetBytes(challenge)
            )
        );

    /// <returns>The observation, or <see langword="null"/> if another installation answered, or another challenge was.</returns>
    public ServerObservation? Open(string answer, string challenge) =>
        answer.Length <= MaxAnswerLength
        && Base64Url.IsValid(answer)
        && SealedBytes.Open(
            keys.Observations,
            Base64Url.DecodeFromChars(answer),
            Encoding.ASCII.GetBytes(challenge)
        )
            is { } plain
            ? JsonSerializer.Deserialize<ServerObservation>(plain)
            : null;
}
