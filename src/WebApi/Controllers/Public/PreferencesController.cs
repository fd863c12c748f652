using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>The preferences that administrators can change while the server runs.</summary>
[Route(ApiPaths.Public + "/preferences")]
internal sealed class PreferencesController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Gets the security preferences. Needs no credentials.</summary>
    [HttpGet("security")]
    [ProducesResponseType<MeetSecurityPreferences>(200)]
    [Accepts(Credential.None)]
    public async Task<IActionResult> GetSecurityPreferences(CancellationToken ct) =>
        (await Mediator.Send(new GetSecurityPreferences(), ct)).Match(
            preferences => Ok(preferences.ToContract()),
            Failure
        );

    /// <summary>Updates the security preferences. Fields that are not sent stay unchanged.</summary>
    [HttpPut("security")]
    [ProducesResponseType<MeetSecurityPreferences>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> UpdateSecurityPreferences(
        [FromBody] MeetSecurityPreferences preferences,
        CancellationToken ct
    )
    {
        return (await Mediator.Send(preferences.ToRequest(), ct)).Match(
            updated => Ok(updated.ToContract()),
            Failure
        );
    }

    /// <summary>Gets the webhook preferences.</summary>
    [HttpGet("webhooks")]
    [ProducesResponseType<MeetWebhookPreferences>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> GetWebhookPreferences(CancellationToken ct) =>
        (await Mediator.Send(new GetWebhookPreferences(), ct)).Match(
            preferences => Ok(preferences.ToContract()),
            Failure
        );

    /// <summary>Updates the webhook preferences. Fields that are not sent stay unchanged.</summary>
    [HttpPut("webhooks")]
    [ProducesResponseType<MeetWebhookPreferences>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> UpdateWebhookPreferences(
        [FromBody] MeetWebhookPreferences preferences,
        CancellationToken ct
    )
    {
        return (await Mediator.Send(preferences.ToRequest(), ct)).Match(
            updated => Ok(updated.ToContract()),
            Failure
        );
    }

    /// <summary>Lists webhook deliveries, newest first.</summary>
    /// <param name="state">Only deliveries in this state: <c>PENDING</c>, <c>DELIVERED</c> or <c>FAILED</c>. Default: all.</param>
    /// <param name="maxItems">The largest number of deliveries to return, 1 to 100. Default: 10.</param>
    /// <param name="nextPageToken">The token that the previous page returned.</param>
    [HttpGet("webhooks/deliveries")]
    [ProducesResponseType<MeetWebhookDeliveryPage>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> ListWebhookDeliveries(
        [FromQuery] WebhookStateFilter? state,
        [FromQuery] PageSize? maxItems,
        [FromQuery] WebhookDeliveryPosition? nextPageToken,
        CancellationToken ct
    ) =>
        (
            await Mediator.Send(
                new ListWebhookDeliveries(
                    state?.State,
                    maxItems ?? PageSize.Default,
                    nextPageToken
                ),
                ct
            )
        ).Match(page => Ok(page.ToContract()), Failure);

    /// <summary>Gets the appearance preferences as they were last saved.</summary>
    [HttpGet("appearance")]
    [ProducesResponseType<IReadOnlyDictionary<string, JsonElement>>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> GetAppearancePreferences(CancellationToken ct) =>
        (await Mediator.Send(new GetAppearancePreferences(), ct)).Match(
            preferences => Ok(preferences.Values),
            Failure
        );

    /// <summary>Replaces the appearance preferences by any JSON object of at most 16 KiB.</summary>
    [HttpPut("appearance")]
    [ProducesResponseType<IReadOnlyDictionary<string, JsonElement>>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> SaveAppearancePreferences(
        [FromBody] AppearancePreferences appearance,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new SaveAppearancePreferences(appearance), ct)).Match(
            saved => Ok(saved.Values),
            Failure
        );
}
