using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.Commands;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi;

/// <summary>Prepares the server after its settings were validated and before it listens.</summary>
internal static class ServerStart
{
    /// <returns>The demo room, or <see langword="null"/> outside Development.</returns>
    /// <exception cref="StartException">The server cannot start.</exception>
    public static async Task<Room?> PrepareAsync(WebApplication app, CancellationToken ct)
    {
        ListenAddresses.ThrowIfUnusable(app.Configuration);
        await InfrastructureStart.PrepareAsync(app.Services, ct);
        await InfrastructureStart.EnsureUsersAsync(app.Services, ct);
        if (app.Services.GetRequiredService<ServerOptions>().ImportOnStart)
            await ImportCommand.ImportAsync(app.Services, Console.Out, ct);
        return app.Environment.IsDevelopment() ? await EnsureDemoAsync(app.Services, ct) : null;
    }

    private static async Task<Room> EnsureDemoAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DemoData>().EnsureAsync(ct);
    }
}
