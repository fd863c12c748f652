using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using OpenViduMeet.WebApi.Headers;

namespace OpenViduMeet.WebApi.Pages;

/// <summary>The common parts of the server's own pages, which run no script and load nothing.</summary>
internal static class Page
{
    /// <summary>The product's icon, as a URL.</summary>
    public const string Icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230b6b6f'/%3E%3Cpath d='M7 11h12v10H7zM21 14l5-3v10l-5-3z' fill='white'/%3E%3C/svg%3E";

    private static readonly string Style = ReadStyle();

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{HashOf(Style)}'; img-src data:; base-uri 'none'; form-action 'none'";

    /// <summary>Creates HTML from an interpolated string. Values are encoded unless they are HTML themselves.</summary>
    public static IHtmlContent Html(FormattableString text) =>
        new HtmlFormattableString(text.Format, text.GetArguments());

    public static IHtmlContent Join(IEnumerable<IHtmlContent> parts)
    {
        var joined = new HtmlContentBuilder();
        foreach (var part in parts)
            joined.AppendHtml(part);
        return joined;
    }

    /// <param name="next">The path of the page that the browser opens by itself, if any.</param>
    /// <param name="isFramed">Whether other sites may show the page in a frame, as they do with the client.</param>
    public static Task WriteAsync(
        HttpContext context,
        int status,
        string title,
        IHtmlContent main,
        bool isFramed = false,
        string? next = null
    )
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        PageHeaders.Protect(response, isFramed ? Policy : $"{Policy}; frame-ancestors 'none'");
        response.Headers.CacheControl = "no-store";

        return response.WriteAsync(Whole(title, main, next), context.RequestAborted);
    }

    private static string Whole(string title, IHtmlContent main, string? next)
    {
        using var text = new StringWriter();
        Html(
                $"""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{title}</title>
                {(
                    next is null
                        ? HtmlString.Empty
                        : Html($"<meta http-equiv=\"refresh\" content=\"0;url={next}\">")
                )}
                <link rel="icon" href="{Icon}">
                <style>{new HtmlString(Style)}</style>
                </head>
                <body>
                <main>
                {main}
                </main>
                </body>
                </html>

                """
            )
            .WriteTo(text, HtmlEncoder.Default);
        return text.ToString();
    }

    private static string ReadStyle()
    {
        using var resource = typeof(Page).Assembly.GetManifestResourceStream("pages.page.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private static string HashOf(string text) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
