using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Work;

public sealed class IndependentWorkTests
{
    private static IEnumerable<Exception> Failures()
    {
        yield return new InvalidOperationException("A bug");
        yield return new OperationCanceledException("A cancellation that nobody asked for");
    }

    [TestCaseSource(nameof(Failures))]
    public async Task An_exception_in_one_part_is_a_failure_and_the_other_parts_run(
        Exception failure
    )
    {
        var done = new List<int>();

        var result = await Given.Work.ForEachAsync(
            [1, 2, 3],
            part =>
            {
                done.Add(part);
                return part == 2 ? throw failure : Task.FromResult(Result.Ok);
            },
            CancellationToken.None
        );

        Assert.That(done, Is.EqualTo([1, 2, 3]));
        Assert.That(result.Error?.Message, Is.EqualTo(failure.GetType().Name));
    }

    [Test]
    public async Task The_first_of_several_failures_is_the_result()
    {
        var result = await Given.Work.RunAllAsync(
            [
                _ => Task.FromResult(Result.Failure(MeetingErrors.Unavailable)),
                _ => throw new InvalidOperationException("A bug"),
            ],
            CancellationToken.None
        );

        Assert.That(result.Error, Is.EqualTo(MeetingErrors.Unavailable));
    }

    [Test]
    public void A_requested_cancellation_ends_all_parts()
    {
        var cancelled = new CancellationToken(canceled: true);
        var done = 0;

        Assert.That(
            () =>
                Given.Work.ForEachAsync(
                    [1, 2],
                    _ =>
                    {
                        done++;
                        throw new OperationCanceledException(cancelled);
                    },
                    cancelled
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(done, Is.EqualTo(1));
    }
}
