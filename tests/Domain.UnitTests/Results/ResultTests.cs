using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.UnitTests.Results;

public sealed class ResultTests
{
    private static readonly Error Broken = Error.Conflict("Room Error", "Broken");

    [Test]
    public void A_success_has_its_value_and_no_error()
    {
        Result<int> result = 42;

        Assert.That(result.IsFailure, Is.False);
        Assert.That(result.Error, Is.Null);
        Assert.That(result.Value, Is.EqualTo(42));
    }

    [Test]
    public void A_failure_has_its_error_and_no_value()
    {
        Result<int> result = Broken;

        Assert.That(result.IsFailure, Is.True);
        Assert.That(result.Error, Is.SameAs(Broken));
        Assert.That(
            () => result.Value,
            Throws.InvalidOperationException.With.Message.Contains("Broken")
        );
    }

    [Test]
    public void A_match_calls_the_function_of_the_outcome()
    {
        Result<int> success = 42;
        Result<int> failure = Broken;

        Assert.That(success.Match(value => $"{value}", error => error.Message), Is.EqualTo("42"));
        Assert.That(
            failure.Match(value => $"{value}", error => error.Message),
            Is.EqualTo("Broken")
        );
    }

    [Test]
    public void A_result_without_a_value_is_a_success_or_a_failure()
    {
        Result failure = Broken;

        Assert.That(Result.Ok.IsFailure, Is.False);
        Assert.That(Result.Ok.Match(() => "done", error => error.Message), Is.EqualTo("done"));
        Assert.That(failure.IsFailure, Is.True);
        Assert.That(failure.Match(() => "done", error => error.Message), Is.EqualTo("Broken"));
    }

    [Test]
    public void Generic_code_can_create_a_failure_of_any_result()
    {
        Assert.That(Fail<Result>().Error, Is.SameAs(Broken));
        Assert.That(Fail<Result<string>>().Error, Is.SameAs(Broken));

        static TResult Fail<TResult>()
            where TResult : IResult<TResult> => TResult.Failure(Broken);
    }
}
