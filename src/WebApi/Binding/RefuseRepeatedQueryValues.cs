using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Refuses a repeated query parameter with 422, because the intended value is unknown.</summary>
internal sealed class RefuseRepeatedQueryValues : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var repeated = context
            .ActionDescriptor.Parameters.Where(parameter =>
                parameter.BindingInfo?.BindingSource == BindingSource.Query
                && context.HttpContext.Request.Query[parameter.Name].Count > 1
            )
            .Select(parameter => new FieldError(parameter.Name, "Must be given once."))
            .ToList();
        if (repeated.Count > 0)
            context.Result = InvalidInput.ToResult(context, repeated);
    }

    public void OnResourceExecuted(ResourceExecutedContext context) { }
}
