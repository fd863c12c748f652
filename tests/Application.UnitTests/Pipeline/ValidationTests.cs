using FluentValidation;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Pipeline;

public sealed class ValidationTests
{
    private int _handled;

    [SetUp]
    public void SetUp() => _handled = 0;

    [Test]
    public async Task An_invalid_request_never_reaches_its_handler()
    {
        var result = await SendAsync(new Booking("", new Options(0)));

        Assert.That(_handled, Is.Zero);
        Assert.That(result.Error?.Kind, Is.EqualTo(ErrorKind.Invalid));
    }

    [Test]
    public async Task Each_fault_has_its_field_name_as_the_caller_wrote_it()
    {
        var result = await SendAsync(new Booking("", new Options(0)));

        Assert.That(
            result.Error?.Details.Select(detail => detail.Field),
            Is.EqualTo(["roomName", "roomOptions.maxParticipants"])
        );
        Assert.That(result.Error?.Details.Select(detail => detail.Message), Has.All.Not.Empty);
    }

    [Test]
    public async Task A_valid_request_is_handled_once()
    {
        var result = await SendAsync(new Booking("daily", new Options(1)));

        Assert.That(_handled, Is.EqualTo(1));
        Assert.That(result.Value, Is.EqualTo("done"));
    }

    [Test]
    public async Task A_request_without_validators_is_handled()
    {
        var behaviour = new Validation<Booking, Result<string>>([]);

        var result = await behaviour.Handle(
            new Booking("", new Options(0)),
            CancellationToken.None,
            Handle
        );

        Assert.That(result.Value, Is.EqualTo("done"));
    }

    private Task<Result<string>> SendAsync(Booking request)
    {
        var name = new InlineValidator<Booking>();
        name.RuleFor(booking => booking.RoomName).NotEmpty();
        var options = new InlineValidator<Booking>();
        options.RuleFor(booking => booking.RoomOptions.MaxParticipants).GreaterThan(0);
        var behaviour = new Validation<Booking, Result<string>>([name, options]);
        return behaviour.Handle(request, CancellationToken.None, Handle);
    }

    private Task<Result<string>> Handle()
    {
        _handled++;
        return Task.FromResult<Result<string>>("done");
    }

    private sealed record Booking(string RoomName, Options RoomOptions);

    private sealed record Options(int MaxParticipants);
}
