using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>An action result that writes an error.</summary>
internal sealed class ErrorResult(Error error) : IActionResult
{
    public Error Error => error;

    public Task ExecuteResultAsync(ActionContext context) =>
        ErrorMapper.WriteAsync(context.HttpContext, error);
}
