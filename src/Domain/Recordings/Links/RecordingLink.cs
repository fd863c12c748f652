using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Domain.Recordings.Links;

/// <summary>A link by which somebody without an account watches one recording, until it expires or is revoked.</summary>
public sealed record RecordingLink
{
    /// <summary>The maximum number of unexpired links of one recording.</summary>
    public const int MaxForRecording = 100;

    /// <summary>The longest time for which a link can be created.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(365);

    public required RecordingLinkId Id { get; init; }

    public required RecordingId Recording { get; init; }

    /// <summary>The hash of the secret in the URL. The secret itself is kept nowhere.</summary>
    public required string SecretHash { get; init; }

    public required RecordingLinkAccess Access { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The instant from which the link does not exist any more.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The slow hash of the code that viewers must know; <see langword="null"/> if they need none.</summary>
    public string? CodeHash { get; init; }

    /// <summary>Creates a link with an id and a secret of its own.</summary>
    /// <param name="codeHash"><see langword="null"/> if viewers need no code.</param>
    public static NewRecordingLink Create(
        RecordingId recording,
        RecordingLinkAccess access,
        TimeSpan lifetime,
        string? codeHash,
        TimeProvider clock
    )
    {
        var token = RecordingLinkToken.New();
        var now = clock.GetUtcNow();
        return new NewRecordingLink(
            new RecordingLink
            {
                Id = token.Link,
                Recording = recording,
                SecretHash = token.SecretHash,
                Access = access,
                CreatedAt = now,
                ExpiresAt = now + lifetime,
                CodeHash = codeHash,
            },
            token
        );
    }

    public bool IsExpired(DateTimeOffset now) => now >= ExpiresAt;

    /// <summary>Whether the token holds the secret of this link, compared in constant time.</summary>
    public bool IsOpenedBy(RecordingLinkToken token) =>
        token.Link == Id && Secrets.AreSame(SecretHash, token.SecretHash);

    /// <summary>Omits the hashes, because the text of a record ends up in logs.</summary>
    public override string ToString() => $"{Id} of {Recording}";
}

/// <summary>A link that has just been created. Its token is known only now.</summary>
public sealed record NewRecordingLink(RecordingLink Link, RecordingLinkToken Token);

/// <summary>What viewers may do with a recording.</summary>
public enum RecordingLinkAccess
{
    /// <summary>Watch it.</summary>
    View,

    /// <summary>Also save it as a file.</summary>
    Download,
}
