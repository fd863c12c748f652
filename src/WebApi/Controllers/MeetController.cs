using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Controllers;

/// <summary>The base of all controllers, which converts errors to results.</summary>
[ApiController]
public abstract class MeetController(IMediator mediator) : ControllerBase
{
    protected IMediator Mediator => mediator;

    protected IActionResult Failure(Error error) => new ErrorResult(error);
}
