using OpenViduMeet.Infrastructure;

namespace OpenViduMeet.WebApi.Background;

/// <summary>Closes the database after all other services have stopped. A second stop, such as a test's, waits for the first.</summary>
internal sealed class DatabaseCloser(IServiceProvider services) : IHostedLifecycleService
{
    private readonly Lazy<Task> _closed = new(() => InfrastructureStart.CloseAsync(services));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => _closed.Value;
}
