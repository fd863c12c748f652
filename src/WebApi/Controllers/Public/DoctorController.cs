using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Diagnostics;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>The examination of the installation.</summary>
[Route(ApiPaths.Public + "/doctor")]
internal sealed class DoctorController(IMediator mediator) : MeetController(mediator)
{
    /// <summary>Examines the installation: what it depends on, its settings, and how this request has come.</summary>
    /// <remarks>
    /// It takes up to five seconds. It opens a room in LiveKit and writes an object into the store, and removes both.
    /// </remarks>
    [HttpGet]
    [ProducesResponseType<MeetExamination>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> ExamineInstallation(CancellationToken ct) =>
        (await Mediator.Send(new ExamineInstallation(), ct)).Match(
            examination => Ok(MeetExamination.Of(examination)),
            Failure
        );
}
