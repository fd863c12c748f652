using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Controllers;

/// <summary>The base of all controllers: it knows the caller, and answers with errors.</summary>
[ApiController]
public abstract class MeetController(IMediator mediator) : ControllerBase
{
    protected IMediator Mediator => mediator;

    /// <summary>The caller, as the credentials prove it that the action accepts.</summary>
    protected Caller Caller => User.ToCaller();

    protected IActionResult Failure(Error error) =>
        error.Kind == ErrorKind.Invalid
            ? InvalidInput.ToResult(ControllerContext, error.Details)
            : new ErrorResult(error);
}
