using System.Text.RegularExpressions;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Spa;

/// <summary>
/// Serves a built web client: its files, and its index page for each of its pages. Other sites may embed it in a frame. Browsers send no
/// sign-in cookie in a frame of another site (SameSite=Strict), so that such a site cannot act for a signed-in user.
/// </summary>
internal static partial class SpaHosting
{
    private const string ForEver = "public, max-age=31536000, immutable";
    private const string AskFirst = "no-cache";

    /// <summary>Media types that are sent compressed if the client accepts it.</summary>
    private static readonly string[] Compressed =
    [
        .. ResponseCompressionDefaults.MimeTypes,
        "application/manifest+json",
        "image/svg+xml",
    ];

    public static IServiceCollection AddSpaCompression(this IServiceCollection services) =>
        services.AddResponseCompression(compression =>
        {
            // These files contain no secret that their compressed length could reveal.
            compression.EnableForHttps = true;
            compression.MimeTypes = Compressed;
        });

    public static void UseSpa(this WebApplication app, string directory)
    {
        var files = new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(directory),
            ServeUnknownFileTypes = true,
            DefaultContentType = "application/octet-stream",
            OnPrepareResponse = SetHeaders,
        };
        app.UseWhen(
            WebClientPath.IsRequested,
            client =>
                client
                    .Use(
                        (context, next) =>
                        {
                            Prepare(context.Request);
                            return next(context);
                        }
                    )
                    .UseResponseCompression()
                    .UseStaticFiles(files)
        );
    }

    /// <summary>Maps every page of the client to its index page, whose script reads the path.</summary>
    private static void Prepare(HttpRequest request)
    {
        WebComponent.Prepare(request);
        if (WebClientPath.IsPage(request.Path))
            request.Path = $"/{SpaOptions.IndexFile}";
        // The middleware compares tags strongly, but If-None-Match needs the weak comparison (RFC 9110 §13.1.2).
        if (request.Headers.IfNoneMatch.Count > 0)
            request.Headers.IfNoneMatch = new StringValues([
                .. request.Headers.IfNoneMatch.Select(tags =>
                    tags?.Replace("W/\"", "\"", StringComparison.Ordinal)
                ),
            ]);
    }

    private static void SetHeaders(StaticFileResponseContext served)
    {
        var response = served.Context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        // A page's URL contains the secret of a room.
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (response.StatusCode >= StatusCodes.Status400BadRequest)
            return;

        WebComponent.SetHeaders(served.Context);
        response.Headers.CacheControl = HashedName().IsMatch(served.File.Name) ? ForEver : AskFirst;
        // A strong tag identifies exact bytes, but this file may be sent compressed or uncompressed (RFC 9110 §8.8.1).
        if (Compressed.Contains(response.ContentType, StringComparer.OrdinalIgnoreCase))
            response.Headers.ETag = $"W/{response.Headers.ETag}";
    }

    /// <summary>
    /// Matches a name with a hash of the content, such as <c>main-ABCDEF12.js</c> or <c>main.0123abcd.css</c>. Digits alone are more likely
    /// a date.
    /// </summary>
    [GeneratedRegex(
        @"(-(?=[0-9]*[A-Z])[A-Z0-9]{8}|[.-](?=[0-9]*[a-f])[0-9a-f]{8,64})(\.[a-z0-9]+)+$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex HashedName();
}
