using System.Text.Json;
using FluentValidation;
using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>Runs a request's validators. An invalid request does not reach its handler.</summary>
internal sealed class Validation<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IResult<TResponse>
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        var faults = validators
            .SelectMany(validator => validator.Validate(request).Errors)
            .Select(fault => new FieldError(FieldPath(fault.PropertyName), fault.ErrorMessage))
            .ToList();

        return faults.Count == 0
            ? next()
            : Task.FromResult(TResponse.Failure(RequestErrors.Invalid(faults)));
    }

    /// <summary>Returns the property's path in camelCase, as the caller wrote it.</summary>
    private static string FieldPath(string propertyPath) =>
        string.Join('.', propertyPath.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
