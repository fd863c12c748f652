using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>The keys with which programs call the public API.</summary>
[Route(ApiPaths.Public + "/api-keys")]
internal sealed class ApiKeysController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Creates an API key. The answer shows it once.</summary>
    /// <remarks>Only an administrator, or the API key of the settings, may create, list and delete keys.</remarks>
    [HttpPost]
    [ProducesResponseType<CreatedApiKeyAnswer>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(ApiKeyErrors), nameof(ApiKeyErrors.TooMany))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> CreateApiKey(
        [FromBody] ApiKeyOptions options,
        CancellationToken ct
    ) =>
        (await Mediator.Send(options.ToRequest(), ct)).Match(
            created => Ok(created.ToContract()),
            Failure
        );

    /// <summary>Lists the API keys: first the one of the settings, then the others, the oldest first.</summary>
    [HttpGet]
    [ProducesResponseType<MeetApiKey[]>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> ListApiKeys(CancellationToken ct) =>
        (await Mediator.Send(new ListApiKeys(), ct)).Match(list => Ok(list.ToContract()), Failure);

    /// <summary>Deletes an API key. It is refused at once, and on other nodes within a second.</summary>
    /// <param name="apiKeyId">The id of the key.</param>
    /// <response code="204">The key is deleted</response>
    [HttpDelete("{apiKeyId}")]
    [Answers(204)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(ApiKeyErrors), nameof(ApiKeyErrors.NotFound))]
    [Answers(typeof(ApiKeyErrors), nameof(ApiKeyErrors.IsConfigured))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> DeleteApiKey(ApiKeyId? apiKeyId, CancellationToken ct) =>
        (await Mediator.Send(new DeleteApiKey(apiKeyId), ct)).Match(NoContent, Failure);
}
