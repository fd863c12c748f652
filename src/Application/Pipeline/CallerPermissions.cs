using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>Checks the permissions of the current caller. The preferences are read at most once.</summary>
public sealed class CallerPermissions(
    ICurrentCaller current,
    ISecurityPreferencesReader preferences
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
        if (needed != Permission.CreateRooms)
            return caller.Refusal;

        _security ??= await preferences.GetSecurityAsync(ct);
        return _security.MayCreateRooms(caller);
    }
}
