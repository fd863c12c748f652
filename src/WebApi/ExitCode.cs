namespace OpenViduMeet.WebApi;

/// <summary>
/// What the process ends with: 0 after a stop that was asked for, 1 if the server stops because a part of it has failed, so that
/// whoever supervises it starts it again.
/// </summary>
internal sealed class ExitCode
{
    public ExitCode(IServiceProvider services)
    {
        // Background services are told to stop after this: one that has ended by now has ended by itself.
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
