using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>Refuses a request whose caller does not have the permission that it needs.</summary>
internal sealed class Authorization<TRequest, TResponse>(CallerPermissions permissions)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IResult<TResponse>
{
    /// <exception cref="InvalidOperationException">The request does not declare a permission.</exception>
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (request is not IRestricted { Needs: var needed })
            throw new InvalidOperationException(
                $"{typeof(TRequest).Name} does not implement {nameof(IRestricted)}."
            );

        var allowed = await permissions.CheckAsync(needed, cancellationToken);
        return allowed.IsFailure ? TResponse.Failure(allowed.Error) : await next();
    }
}
