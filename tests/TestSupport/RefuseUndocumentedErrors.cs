using System.Reflection;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.OpenApi;

namespace OpenViduMeet.TestSupport;

/// <summary>
/// Throws if an action answers with an error that its attributes do not document. So every test finds such an error.
/// </summary>
internal sealed class RefuseUndocumentedErrors : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (
            context.Result is not ErrorResult { Error: var error }
            || error.Kind == ErrorKind.Invalid
        )
            return;

        var action = ((ControllerActionDescriptor)context.ActionDescriptor).MethodInfo;
        var documented = action
            .GetCustomAttributes<AnswersAttribute>()
            .SelectMany(answer => answer.Errors)
            .Concat(AnswerProcessor.SharedErrors(action, hasBody: true, hasQuery: false));
        if (!documented.Contains(ErrorMapper.ToBody(error)))
            throw new InvalidOperationException(
                $"{action.Name} answers '{error.Message}', and no [Answers] documents it."
            );
    }

    public void OnResultExecuted(ResultExecutedContext context) { }
}
