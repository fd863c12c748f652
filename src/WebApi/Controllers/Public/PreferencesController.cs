using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

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

    /// <summary>Who is told of events.</summary>
    [HttpGet("webhooks")]
    [ProducesResponseType<MeetWebhookPreferences>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> GetWebhookPreferences(CancellationToken ct) =>
        (await Mediator.Send(new GetWebhookPreferences(Caller), ct)).Match(
            preferences => Ok(preferences.ToContract()),
            Failure
        );

    /// <summary>Changes who is told of events. What is not sent stays as it is.</summary>
    [HttpPut("webhooks")]
    [ProducesResponseType<MeetWebhookPreferences>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> UpdateWebhookPreferences(
        [FromBody] MeetWebhookPreferences? preferences,
        CancellationToken ct
    )
    {
        var request = new UpdateWebhookPreferences(Caller, preferences?.Enabled, preferences?.Url);
        return (await Mediator.Send(request, ct)).Match(
            updated => Ok(updated.ToContract()),
            Failure
        );
    }

    /// <summary>What was told, is to be told, and could not be told; newest first.</summary>
    /// <param name="state"><c>PENDING</c>, <c>DELIVERED</c> or <c>FAILED</c> ones only; all without it.</param>
    /// <param name="maxItems">Deliveries at the most, 1 to 100; 10 without it.</param>
    /// <param name="nextPageToken">From the page before.</param>
    [HttpGet("webhooks/deliveries")]
    [ProducesResponseType<MeetWebhookDeliveryPage>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> ListWebhookDeliveries(
        [FromQuery] string? state,
        [FromQuery] int? maxItems,
        [FromQuery] string? nextPageToken,
        CancellationToken ct
    ) =>
        (
            await Mediator.Send(
                new ListWebhookDeliveries(Caller, state, maxItems, nextPageToken),
                ct
            )
        ).Match(page => Ok(page.ToContract()), Failure);

    /// <summary>How the client looks: what was saved last, as it was saved.</summary>
    [HttpGet("appearance")]
    [ProducesResponseType<IReadOnlyDictionary<string, JsonElement>>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> GetAppearancePreferences(CancellationToken ct) =>
        (await Mediator.Send(new GetAppearancePreferences(Caller), ct)).Match(
            preferences => Ok(preferences.Values),
            Failure
        );

    /// <summary>Replaces how the client looks: any JSON object of at most 16 KiB, which is kept and given back.</summary>
    [HttpPut("appearance")]
    [ProducesResponseType<IReadOnlyDictionary<string, JsonElement>>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> SaveAppearancePreferences(
        [FromBody] IReadOnlyDictionary<string, JsonElement>? appearance,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new SaveAppearancePreferences(Caller, appearance), ct)).Match(
            saved => Ok(saved.Values),
            Failure
        );
}
