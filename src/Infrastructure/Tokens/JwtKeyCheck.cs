using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>Whether the key of this server's tokens can be used, and cannot be guessed.</summary>
internal sealed class JwtKeyCheck(JwtOptions options, StorageOptions storage) : ICheck
{
    private static readonly Fault Damaged = new(
        "jwt-key-damaged",
        FaultSeverity.Failure,
        "Restore the file from a backup, or delete it to get a new key, which ends all sign-in sessions."
    );

    private static readonly Fault Weak = new(
        "jwt-key-weak",
        FaultSeverity.Warning,
        "Set MEET_JWT_KEY to a random text (openssl rand -hex 32): whoever guesses it can sign in as anybody."
    );

    /// <summary>Of the digits of a random hexadecimal number, nearly all sixteen are used.</summary>
    private const int FewBytes = 8;

    public static string Id => "jwt-key";

    public static string Subject => "The key for tokens can be used";

    public static IReadOnlyList<Fault> Faults { get; } = [Damaged, Weak];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var findings = new List<Finding>();
        try
        {
            SigningKeys.ThrowIfDamaged(options, storage);
        }
        catch (StartException damaged)
        {
            findings.Add(Damaged.Found(damaged.Message));
        }

        if (options.MeetKeyBytes?.Distinct().Count() < FewBytes)
            findings.Add(Weak.Found("MEET_JWT_KEY repeats a few bytes"));
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }
}
