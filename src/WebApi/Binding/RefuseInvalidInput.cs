using Microsoft.AspNetCore.Mvc.Filters;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Answers invalid input with 422, or with 429 and no details if the client has guessed wrong too often.</summary>
internal sealed class RefuseInvalidInput(IGuessLimits limits, IClientAddress client)
    : IAsyncActionFilter,
        IOrderedFilter
{
    /// <summary>The order of the framework's own filter, which this one replaces.</summary>
    public int Order => -2000;

    public async Task OnActionExecutionAsync(
        ActionExecutingContext context,
        ActionExecutionDelegate next
    )
    {
        if (context.ModelState.IsValid)
            await next();
        else if (await FindReachedLimitAsync(context) is { } limit)
            context.Result = new ErrorResult(limit);
        else
            context.Result = InvalidInput.ToResult(context);
    }

    private async Task<Error?> FindReachedLimitAsync(ActionExecutingContext context)
    {
        var guess = context.ActionArguments.Values.OfType<IGuess>().FirstOrDefault();
        if (guess?.Target is not { } target || client.Network is not { } network)
            return null;

        var reserved = await limits.ReserveAsync(
            target,
            network,
            context.HttpContext.RequestAborted
        );
        if (reserved.IsFailure)
            return reserved.Error;
        // Given back, because no secret has been checked.
        reserved.Value.WasRight();
        return null;
    }
}
