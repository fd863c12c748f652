using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Binding;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Controllers;

/// <summary>The base of all controllers, which converts errors to results.</summary>
[ApiController]
public abstract class MeetController(IMediator mediator) : ControllerBase
{
    protected IMediator Mediator => mediator;

    protected IActionResult Failure(Error error) =>
        error.Kind == ErrorKind.Invalid
            ? InvalidInput.ToResult(ControllerContext, error.Details)
            : new ErrorResult(error);
}
