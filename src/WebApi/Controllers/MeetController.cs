using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Controllers;

/// <summary>What all controllers do alike: say who asks, and answer with errors.</summary>
[ApiController]
public abstract class MeetController(IMediator mediator) : ControllerBase
{
    protected IMediator Mediator => mediator;

    /// <summary>Who asks, as far as the credentials that the action accepts prove it.</summary>
    protected Caller Caller => User.ToCaller();

    /// <summary>Answers with an error.</summary>
    protected IActionResult Failure(Error error) =>
        error.Kind == ErrorKind.Invalid
            ? InvalidInput.ToResult(ControllerContext, error.Details)
            : new ErrorResult(error);
}
