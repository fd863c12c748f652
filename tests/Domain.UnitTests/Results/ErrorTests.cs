using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.UnitTests.Results;

public sealed class ErrorTests
{
    private static readonly TestCaseData[] Factories =
    [
        Of(Error.Malformed, ErrorKind.Malformed),
        Of(Error.Unauthorized, ErrorKind.Unauthorized),
        Of(Error.Forbidden, ErrorKind.Forbidden),
        Of(Error.NotFound, ErrorKind.NotFound),
        Of(Error.NotAcceptable, ErrorKind.NotAcceptable),
        Of(Error.Conflict, ErrorKind.Conflict),
        Of(Error.PreconditionFailed, ErrorKind.PreconditionFailed),
        Of(Error.Unavailable, ErrorKind.Unavailable),
    ];

    [TestCaseSource(nameof(Factories))]
    public void Each_kind_has_its_factory(Func<string, string, Error> factory, ErrorKind kind)
    {
        var error = factory("Room Error", "Broken");

        Assert.That(error, Is.EqualTo(new Error(kind, "Room Error", "Broken")));
        Assert.That(error.Details, Is.Empty);
    }

    [Test]
    public void An_invalid_request_names_the_invalid_fields()
    {
        FieldError[] details = [new("roomName", "is missing")];

        var error = RequestErrors.Invalid(details);

        Assert.That(error.Kind, Is.EqualTo(ErrorKind.Invalid));
        Assert.That(error.Area, Is.EqualTo("Request Error"));
        Assert.That(error.Details, Is.EqualTo(details));
    }

    private static TestCaseData Of(Func<string, string, Error> factory, ErrorKind kind) =>
        new TestCaseData(factory, kind).SetArgDisplayNames($"{kind}");
}
