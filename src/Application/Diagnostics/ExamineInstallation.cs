using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Diagnostics;

/// <summary>Examines the installation, and names each fault with its remedy.</summary>
public sealed record ExamineInstallation : IRequest<Result<Examination>>, IRestricted
{
    public Permission Needs => Permission.AdministratorOrKey(ApiAccess.Diagnose);
}

internal sealed partial class ExamineInstallationHandler(
    IEnumerable<IInstallationCheck> checks,
    ExaminationTime limit,
    TimeProvider clock,
    ILogger<ExamineInstallationHandler> logger
) : IRequestHandler<ExamineInstallation, Result<Examination>>
{
    public async Task<Result<Examination>> Handle(ExamineInstallation request, CancellationToken ct)
    {
        using var time = new CancellationTokenSource(limit.PerCheck, clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct, time.Token);
        var examined = await Task.WhenAll(
            checks.Select(check => ExamineAsync(check, bound.Token, ct))
        );
        return new Examination(examined);
    }

    /// <param name="bound">Ends when the time is over.</param>
    /// <param name="caller">Cancels the request.</param>
    private async Task<ExaminedCheck> ExamineAsync(
        IInstallationCheck check,
        CancellationToken bound,
        CancellationToken caller
    )
    {
        try
        {
            // On another thread, because a check of files or SQLite blocks its thread.
            var run = Task.Run(() => check.ExamineAsync(bound), CancellationToken.None);
            return new ExaminedCheck(check.Id, check.Subject, await run.WaitAsync(bound));
        }
        catch (Exception failed) when (!caller.IsCancellationRequested)
        {
            LogFailed(check.Id, failed.GetType().Name);
            var what = bound.IsCancellationRequested
                ? "It gave no result in time"
                : $"It ended with {failed.GetType().Name}";
            return new ExaminedCheck(check.Id, check.Subject, [Fault.CheckFailed.Found(what)]);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The check {Check} of the installation ended with {Cause}")]
    private partial void LogFailed(string check, string cause);
}

/// <summary>The outcome of all checks, in the order in which they are registered.</summary>
public sealed record Examination(IReadOnlyList<ExaminedCheck> Checks)
{
    /// <summary>The worst severity of all findings; <see langword="null"/> if there are none.</summary>
    public FaultSeverity? Worst => Checks.Max(check => check.Worst);
}

/// <summary>The outcome of one check.</summary>
/// <param name="Id">Names the check.</param>
/// <param name="Subject">What holds if there are no findings.</param>
public sealed record ExaminedCheck(string Id, string Subject, IReadOnlyList<Finding> Findings)
{
    /// <summary>The worst severity of the findings; <see langword="null"/> if there are none.</summary>
    public FaultSeverity? Worst => Findings.Max(finding => (FaultSeverity?)finding.Fault.Severity);
}
