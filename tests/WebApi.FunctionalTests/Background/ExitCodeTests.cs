using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OpenViduMeet.WebApi.FunctionalTests.Background;

/// <summary>The exit code of the process.</summary>
public sealed class ExitCodeTests
{
    private static IEnumerable<Exception> Failures()
    {
        yield return new InvalidOperationException("A bug");
        yield return new TaskCanceledException("A cancellation that nobody asked for");
    }

    [TestCaseSource(nameof(Failures))]
    public async Task A_background_service_that_ends_the_host_makes_the_exit_code_1(
        Exception failure
    )
    {
        using var host = NewHost(failure);
        var exitCode = new ExitCode(host.Services);
        await host.StartAsync();
        host.Services.GetRequiredService<Failing>().Fail.SetResult();
        await host.WaitForShutdownAsync();
        Assert.That(exitCode.Value, Is.EqualTo(1));
    }

    [Test]
    public async Task A_requested_stop_makes_the_exit_code_0()
    {
        using var host = NewHost(new InvalidOperationException());
        var exitCode = new ExitCode(host.Services);
        await host.StartAsync();
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await host.WaitForShutdownAsync();
        Assert.That(exitCode.Value, Is.Zero);
    }

    private static IHost NewHost(Exception failure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.ClearProviders();
        builder
            .Services.AddSingleton(new Failing(failure))
            .AddHostedService(provider => provider.GetRequiredService<Failing>());
        return builder.Build();
    }

    private sealed class Failing(Exception failure) : BackgroundService
    {
        public TaskCompletionSource Fail { get; } = new();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Fail.Task.WaitAsync(stoppingToken);
            throw failure;
        }
    }
}
