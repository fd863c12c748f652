using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>What administrators set while the server runs.</summary>
[Route(ApiPaths.Public + "/preferences")]
internal sealed class PreferencesController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Who must sign in, and for what. Anybody may ask.</summary>
    [HttpGet("security")]
    [ProducesResponseType<MeetSecurityPreferences>(200)]
    public async Task<IActionResult> GetSecurityPreferences(CancellationToken ct) =>
        (await Mediator.Send(new GetSecurityPreferences(), ct)).Match(
            preferences => Ok(preferences.ToContract()),
            Failure
        );

    /// <summary>Changes who must sign in, and for what. What is not sent stays as it is.</summary>
    [HttpPut("security")]
    [ProducesResponseType<MeetSecurityPreferences>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> UpdateSecurityPreferences(
        [FromBody] MeetSecurityPreferences? preferences,
        CancellationToken ct
    )
    {
        var request = new UpdateSecurityPreferences(
            Caller,
            preferences?.Authentication?.AuthMode?.ToDomain(),
            preferences?.RoomCreationPolicy?.AllowRoomCreation,
            preferences?.RoomCreationPolicy?.RequireAuthentication
        );
        return (await Mediator.Send(request, ct)).Match(
            updated => Ok(updated.ToContract()),
            Failure
        );
    }
}
