using Microsoft.AspNetCore.Mvc.Filters;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Answers 422, and 429 before it: whoever has guessed wrong too often is not told what is wrong with the request.</summary>
internal sealed class RefuseInvalidInput(IGuessLimits limits, IClientAddress client)
    : IAsyncActionFilter,
        IOrderedFilter
{
    /// <summary>That of the framework's own filter, in whose place it stands.</summary>
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
        // Nothing has been checked.
        reserved.Value.WasRight();
        return null;
    }
}
