using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Application.Diagnostics;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Diagnostics;

public sealed class ExamineInstallationTests
{
    private static readonly Fault Broken = new("broken", FaultSeverity.Failure, "Repair it.");

    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task Each_check_tells_what_it_found_in_the_order_of_the_checks()
    {
        var examination = await ExamineAsync(
            Check("one", _ => Task.FromResult<IReadOnlyList<Finding>>([Broken.Found("It broke")])),
            Sound("two")
        );

        Assert.That(
            examination.Checks.Select(check => (check.Id, check.Findings.Count)),
            Is.EqualTo([("one", 1), ("two", 0)])
        );
        Assert.That(
            examination.Checks.Select(check => check.Worst),
            Is.EqualTo(new FaultSeverity?[] { FaultSeverity.Failure, null })
        );
        Assert.That(examination.Worst, Is.EqualTo(FaultSeverity.Failure));
    }

    [Test]
    public async Task Without_findings_there_is_no_severity_and_a_failure_is_worse_than_a_warning()
    {
        var weak = new Fault("weak", FaultSeverity.Warning, "Strengthen it.");
        var warned = new ExaminedCheck("one", "All is well", [weak.Found("It is weak")]);
        var failed = warned with { Findings = [Broken.Found("It broke"), .. warned.Findings] };

        Assert.That((await ExamineAsync(Sound("one"))).Worst, Is.Null);
        Assert.That(new Examination([warned]).Worst, Is.EqualTo(FaultSeverity.Warning));
        Assert.That(new Examination([warned, failed]).Worst, Is.EqualTo(FaultSeverity.Failure));
    }

    [Test]
    public async Task A_check_that_throws_is_a_failure_and_does_not_end_the_others()
    {
        var examination = await ExamineAsync(
            Check("one", _ => throw new InvalidOperationException("hunter2")),
            Sound("two")
        );

        var finding = examination.Checks[0].Findings.Single();
        Assert.That(finding.Fault, Is.EqualTo(Fault.CheckFailed));
        Assert.That(
            finding.What,
            Does.Contain(nameof(InvalidOperationException)).And.Not.Contain("hunter2")
        );
        Assert.That(examination.Checks[1].Findings, Is.Empty);
    }

    [Test]
    public async Task A_check_that_ignores_its_cancellation_is_given_up_in_time()
    {
        var running = new TaskCompletionSource();
        var never = new TaskCompletionSource<IReadOnlyList<Finding>>();
        var examining = ExamineAsync(
            Check(
                "one",
                _ =>
                {
                    running.SetResult();
                    return never.Task;
                }
            ),
            Sound("two")
        );
        await running.Task;

        _clock.Advance(TimeSpan.FromSeconds(5));
        var examination = await examining;

        Assert.That(examination.Checks[0].Findings.Single().Fault, Is.EqualTo(Fault.CheckFailed));
        Assert.That(examination.Checks[1].Findings, Is.Empty);
    }

    [Test]
    public void Two_steps_of_half_the_time_end_within_it_and_none_takes_longer_than_five_seconds()
    {
        Assert.That(ExaminationTime.OfRequest.PerCheck, Is.LessThan(AnswerTime.Limit));
        Assert.That(
            ExaminationTime.OfRequest.Part(0.5) * 2,
            Is.EqualTo(ExaminationTime.OfRequest.PerCheck)
        );
        Assert.That(
            new ExaminationTime(TimeSpan.FromMinutes(1)).Part(0.5),
            Is.EqualTo(TimeSpan.FromSeconds(5))
        );
    }

    [Test]
    public void A_cancelled_examination_ends()
    {
        using var caller = new CancellationTokenSource();
        var never = new TaskCompletionSource<IReadOnlyList<Finding>>();
        var examining = ExamineAsync(caller.Token, Check("one", _ => never.Task));

        caller.Cancel();

        Assert.That(async () => await examining, Throws.InstanceOf<OperationCanceledException>());
    }

    private Task<Examination> ExamineAsync(params IInstallationCheck[] checks) =>
        ExamineAsync(CancellationToken.None, checks);

    private async Task<Examination> ExamineAsync(
        CancellationToken ct,
        params IInstallationCheck[] checks
    )
    {
        var handler = new ExamineInstallationHandler(
            checks,
            ExaminationTime.OfRequest,
            _clock,
            NullLogger<ExamineInstallationHandler>.Instance
        );
        return (await handler.Handle(new ExamineInstallation(), ct)).Value;
    }

    private static FakeCheck Sound(string id) =>
        Check(id, _ => Task.FromResult<IReadOnlyList<Finding>>([]));

    private static FakeCheck Check(
        string id,
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> examine
    ) => new(id, examine);

    private sealed class FakeCheck(
        string id,
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> examine
    ) : IInstallationCheck
    {
        public string Id => id;

        public string Subject => "All is well";

        public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct) => examine(ct);
    }
}
