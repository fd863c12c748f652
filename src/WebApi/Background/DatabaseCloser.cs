using OpenViduMeet.Infrastructure;

namespace OpenViduMeet.WebApi.Background;

/// <summary>Closes the database after all other services have stopped.</summary>
internal sealed class DatabaseCloser(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) =>
        InfrastructureStart.CloseAsync(services);
}
