using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Pages;

/// <summary>Shows <see cref="SignInPages.WriteSignedInAsync"/>.</summary>
internal sealed class SignedInResult(ReturnPath next) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) =>
        SignInPages.WriteSignedInAsync(context.HttpContext, next);
}

/// <summary>Answers a failed sign-in: with a page if the client is a browser that opens one, otherwise in the error shape.</summary>
internal sealed class SignInFailureResult(Error error) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        if (!AcceptsPages(http.Request))
            return ErrorMapper.WriteAsync(http, error);

        ErrorMapper.SetHeaders(http, error);
        return SignInPages.WriteFailedAsync(http, error);
    }

    private static bool AcceptsPages(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .Accept.Any(accepted =>
                accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)
                && accepted.Quality is not 0
            );
}
