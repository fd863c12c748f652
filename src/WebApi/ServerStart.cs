using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.Commands;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi;

/// <summary>Starts the server after its settings were validated.</summary>
internal static class ServerStart
{
    /// <summary>Prepares the server and listens. Returns without doing so if the server is told to stop in the meantime.</summary>
    /// <exception cref="StartException">The server cannot start.</exception>
    public static async Task RunAsync(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            // At the same time, because each takes about half of the start.
            var preparation = Task.Run(() => PrepareAsync(app, stopping), stopping);
            await Task.WhenAll(preparation, Task.Run(app.UseWebApi, stopping));
            await app.StartAsync(stopping);
            StartMessage.Print(app, await preparation);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What has started is stopped by the caller.
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <returns>The demo room, or <see langword="null"/> outside Development.</returns>
    private static async Task<Room?> PrepareAsync(WebApplication app, CancellationToken ct)
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
