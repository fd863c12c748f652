using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.WebApi.AdminConsole;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.Routing;
using OpenViduMeet.WebApi.Settings;
using OpenViduMeet.WebApi.Spa;

namespace OpenViduMeet.WebApi;

/// <summary>Prints the URLs of the server when it has started.</summary>
internal static class StartMessage
{
    /// <param name="demoRoom">The demo room, or <see langword="null"/> outside Development, because its URLs contain secrets.</param>
    public static void Print(WebApplication app, Room? demoRoom)
    {
        var url = BaseUrl(app.Services);
        var meetings = app.Services.GetRequiredService<IMeetingServer>();
        var spa = app.Services.GetRequiredService<SpaOptions>();
        var console = app.Services.GetRequiredService<ConsoleOptions>();
        Console.WriteLine(
            $"""

              OpenVidu Meet backend {ServerVersion.Text} on {url}
              meeting server   {meetings.Description}
              web client       {spa.Directory ?? "none: see MEET_SPA_DIR"}
              console          {(
                console.Enabled ? $"{url}{ApiPaths.Console}" : "off: see MEET_CONSOLE"
            )}
              API docs         {url}{ApiPaths.Internal}/docs
                               {url}{ApiPaths.Public}/docs
            """
        );
        if (demoRoom is null)
            return;

        var links = DemoLinks.To(demoRoom, url);
        var signIn = app.Services.GetRequiredService<UserOptions>().BuiltIn
            ? "admin/admin and user/user, unless configured otherwise"
            : "without passwords: MEET_BUILT_IN_USERS is false";
        Console.WriteLine(
            $"""
              sign-in          {signIn}
              join, moderator  {links.Moderator}
              join, publisher  {links.Publisher}
              recording        {links.Recording}

            """
        );
    }

    private static string BaseUrl(IServiceProvider services) =>
        services.GetRequiredService<ServerOptions>().BaseUrl
        ?? services
            .GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
}
