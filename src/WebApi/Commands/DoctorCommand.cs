using MediatR;
using OpenViduMeet.Application.Diagnostics;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.Diagnostics;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Examines the installation beside its server, also if the server cannot start.</summary>
internal static class DoctorCommand
{
    /// <summary>The exit code of the process if there are warnings, and no failures.</summary>
    private const int Warnings = 1;

    /// <summary>The exit code of the process if a part of the installation does not work.</summary>
    private const int Failures = 2;

    /// <summary>Nobody waits for an answer within five seconds, and a process that has just started is slow.</summary>
    private static readonly ExaminationTime Time = new(TimeSpan.FromSeconds(20));

    /// <summary>Changes the services of a process that does not serve, and prints its report only.</summary>
    public static void Prepare(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder
            .Services.WithoutNewKeys()
            .AddSingleton<IRunningServer, ServerBeside>()
            .AddSingleton(Time);
    }

    public static async Task<int> RunAsync(
        IServiceProvider services,
        TextWriter output,
        CancellationToken ct
    )
    {
        await InfrastructureStart.PrepareToExamineAsync(services, ct);
        await using var scope = services.CreateAsyncScope();
        // Not by the mediator: what surrounds use cases, such as the audit log, needs a database with valid settings.
        var examined = await scope
            .ServiceProvider.GetRequiredService<
                IRequestHandler<ExamineInstallation, Result<Examination>>
            >()
            .Handle(new ExamineInstallation(), ct);
        var report = MeetExamination.Of(examined.Value);
        await output.WriteAsync(ExaminationText.Of(report));
        return report.Outcome switch
        {
            ExaminationOutcome.Ok => 0,
            ExaminationOutcome.Warning => Warnings,
            _ => Failures,
        };
    }
}
