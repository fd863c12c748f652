using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>The secrets that sign webhooks.</summary>
[Route(ApiPaths.Public + "/preferences/webhooks/secrets")]
internal sealed class WebhookSecretsController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Creates a secret. The answer shows it once.</summary>
    /// <remarks>Until the older secret is retired, <c>X-Signature-Next</c> carries the signature of the new one.</remarks>
    [HttpPost]
    [ProducesResponseType<CreatedWebhookSecretAnswer>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(WebhookErrors), nameof(WebhookErrors.TooManySecrets))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> CreateWebhookSecret(CancellationToken ct) =>
        (await Mediator.Send(new CreateWebhookSecret(), ct)).Match(
            created => Ok(created.ToContract()),
            Failure
        );

    /// <summary>Lists the active secrets, the oldest first. There are at most two.</summary>
    [HttpGet]
    [ProducesResponseType<MeetWebhookSecret[]>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> ListWebhookSecrets(CancellationToken ct) =>
        (await Mediator.Send(new ListWebhookSecrets(), ct)).Match(
            list => Ok(list.ToContract()),
            Failure
        );

    /// <summary>Retires a secret: webhooks are no longer signed with it.</summary>
    /// <param name="secretId">The id of the secret.</param>
    /// <response code="204">The secret is retired</response>
    [HttpDelete("{secretId}")]
    [Answers(204)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(WebhookErrors), nameof(WebhookErrors.UnknownSecret))]
    [Answers(typeof(WebhookErrors), nameof(WebhookErrors.LastSecret))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> RetireWebhookSecret(
        WebhookSecretId? secretId,
        CancellationToken ct
    ) => (await Mediator.Send(new RetireWebhookSecret(secretId), ct)).Match(NoContent, Failure);
}
