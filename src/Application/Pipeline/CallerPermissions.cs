using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>Checks the permissions of the current caller. The security preferences are read at most once.</summary>
public sealed class CallerPermissions(
    ICurrentCaller current,
    ISecurityPreferencesReader preferences,
    IRecordingAccessReader recordingAccess
)
{
    private SecurityPreferences? _security;

    /// <returns>
    /// <see cref="AccessErrors.Unauthorized"/> for a caller without any credential, and
    /// <see cref="AccessErrors.InsufficientPermissions"/> for one whose credentials do not suffice.
    /// </returns>
    public async Task<Result> CheckAsync(Permission needed, CancellationToken ct)
    {
        var caller = current.Caller;
        if (needed.IsHeldBy(caller))
            return Result.Ok;
        if (needed == Permission.CreateRooms)
        {
            _security ??= await preferences.GetSecurityAsync(ct);
            return _security.MayCreateRooms(caller);
        }

        return await IsAllowedByRoomAsync(needed, caller, ct) ? Result.Ok : caller.Refusal;
    }

    private async Task<bool> IsAllowedByRoomAsync(
        Permission needed,
        Caller caller,
        CancellationToken ct
    ) =>
        caller.Participant is { } participant
        && needed.RecordedRoomOf(caller) is { } room
        && await recordingAccess.FindAsync(room, ct) is { } access
        && access.Allows(participant.Role);
}
