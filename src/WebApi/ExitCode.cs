namespace OpenViduMeet.WebApi;

/// <summary>
/// The exit code of the process: 0 after a requested stop, 1 if the server stops because a part of it has failed, so that its supervisor
/// starts it again.
/// </summary>
internal sealed class ExitCode
{
    public ExitCode(IServiceProvider services)
    {
        // Background services are told to stop after this callback. One that has already ended did so by itself.
        services
            .GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStopping.Register(() =>
            {
                var hasFailed = services
                    .GetServices<IHostedService>()
                    .OfType<BackgroundService>()
                    .Any(service =>
                        service.ExecuteTask is { IsFaulted: true } or { IsCanceled: true }
                    );
                Value = hasFailed ? 1 : 0;
            });
    }

    public int Value { get; private set; }
}
