using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Net.Http.Headers;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Refuses a body with a content coding, such as gzip, with 415 (RFC 9110 §15.5.16). No coding is supported.</summary>
internal sealed class RefuseEncodedBodies : IResourceFilter
{
    private const string Identity = "identity";

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        if (
            !context.ActionDescriptor.Parameters.Any(parameter =>
                parameter.BindingInfo?.BindingSource == BindingSource.Body
            )
            || http.Request.Headers.ContentEncoding.All(coding =>
                string.IsNullOrWhiteSpace(coding)
                || string.Equals(coding, Identity, StringComparison.OrdinalIgnoreCase)
            )
        )
            return;

        http.Response.Headers[HeaderNames.AcceptEncoding] = Identity;
        context.Result = new UnsupportedMediaTypeResult();
    }

    public void OnResourceExecuted(ResourceExecutedContext context) { }
}
