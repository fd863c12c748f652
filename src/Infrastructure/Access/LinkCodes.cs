using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Caching;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>
/// Hashes codes as passwords are hashed, and verifies as few at once. A player sends the code with each range, so a code that was right is
/// not hashed again for a minute.
/// </summary>
internal sealed class LinkCodes(
    PasswordHashes hashes,
    SignInGate gate,
    VerifiedLinkCodes verified,
    IClientAddress client
) : ILinkCodes
{
    public string Hash(LinkCode code) => hashes.Hash(code.Value);

    public async Task<Result> VerifyAsync(RecordingLink link, LinkCode code, CancellationToken ct)
    {
        if (link.CodeHash is not { } hash || !code.IsPossible)
            return RecordingLinkErrors.WrongCode;
        if (verified.Has(link, code))
            return Result.Ok;

        using var turn = await gate.EnterAsync(client.Network, ct);
        if (turn is null)
            return RequestErrors.TooManyRequests;
        // Another range may have waited for its turn with the same code.
        if (verified.Has(link, code))
            return Result.Ok;
        if (hashes.Verify(hash, code.Value) == PasswordVerificationResult.Failed)
            return RecordingLinkErrors.WrongCode;

        verified.Keep(link, code);
        return Result.Ok;
    }
}

/// <summary>The codes that were right within the last minute, as hashes that are of no use outside of this process.</summary>
internal sealed class VerifiedLinkCodes(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly ExpiringCache<string, object> _verified = new(Lifetime, clock);

    public bool Has(RecordingLink link, LinkCode code) =>
        _verified.Find(KeyOf(link, code)) is not null;

    public void Keep(RecordingLink link, LinkCode code) => _verified.Keep(KeyOf(link, code), this);

    public void Dispose() => _verified.Dispose();

    private string KeyOf(RecordingLink link, LinkCode code) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{link.Id} {code.Value}"))
        );
}
