using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <summary>
/// Removes expired rooms and disconnects their participants. Forgets rooms that were removed so long ago that no valid token can open
/// them again.
/// </summary>
public sealed record RemoveExpiredRooms : IRequest<Result>, IRestricted
{
    public Permission Needs => Permission.ServerItself;
}

internal sealed class RemoveExpiredRoomsHandler(
    IRoomRepository rooms,
    IParticipantTokens tokens,
    RoomRemoval removal,
    IndependentWork work,
    TimeProvider clock
) : IRequestHandler<RemoveExpiredRooms, Result>
{
    /// <summary>Covers tokens that were issued while a longer lifetime was configured.</summary>
    private static readonly TimeSpan ShortestMemory = TimeSpan.FromDays(7);

    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    public Task<Result> Handle(RemoveExpiredRooms request, CancellationToken ct) =>
        work.RunAllAsync([RemoveExpiredAsync, ForgetRemovedAsync], ct);

    private async Task<Result> RemoveExpiredAsync(CancellationToken ct) =>
        await work.ForEachAsync(
            await rooms.ListExpiredAsync(ct),
            room => removal.RemoveAsync(room, ct),
            ct
        );

    /// <summary>As long as a token is valid, it can open a removed room again in LiveKit.</summary>
    private async Task<Result> ForgetRemovedAsync(CancellationToken ct)
    {
        var memory = tokens.Lifetime + Margin;
        if (memory < ShortestMemory)
            memory = ShortestMemory;
        await rooms.ForgetRemovedAsync(clock.GetUtcNow() - memory, ct);
        return Result.Ok;
    }
}
