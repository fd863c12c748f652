using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Errors;

public sealed class UnexpectedExceptionTests
{
    private const string Rooms = "/meet/api/v1/rooms?maxItems=10";

    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;
    private Exception _thrown = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var rooms = new Mock<IRoomRepository>();
        rooms
            .Setup(r =>
                r.ListAsync(
                    It.IsAny<RoomPosition?>(),
                    It.IsAny<int>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(() => Task.FromException<IReadOnlyList<Room>>(_thrown));
        rooms
            .Setup(r => r.TryAddAsync(It.IsAny<Room>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(true);
        _meet = new MeetApiFactory(services: services =>
            services.Replace(ServiceDescriptor.Scoped(_ => rooms.Object))
        );
        _admin = await _meet.SignInAsAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task A_bug_is_answered_with_500_without_details()
    {
        _thrown = new InvalidOperationException("hunter2");
        using var answer = await _admin.GetAsync(Rooms);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.InternalServerError,
            "Internal server error",
            "Internal Error"
        );
        await ShouldSayNothingAsync(answer);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_failing_database_is_answered_as_unavailable_storage(bool wrapped)
    {
        var failure = new SqliteException("hunter2", 14);
        _thrown = wrapped ? new InvalidOperationException("hunter2", failure) : failure;
        using var answer = await _admin.GetAsync(Rooms);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "Storage is not available",
            "Storage Error"
        );
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
        await ShouldSayNothingAsync(answer);
    }

    private static IEnumerable<Exception> NobodyAskedForIt()
    {
        yield return new TaskCanceledException("hunter2");
        yield return new TimeoutException("hunter2");
        yield return new HttpRequestException("hunter2");
    }

    [TestCaseSource(nameof(NobodyAskedForIt))]
    public async Task An_untranslated_failure_of_an_outside_call_is_answered_with_503(
        Exception thrown
    )
    {
        _thrown = thrown;
        using var answer = await _admin.GetAsync(Rooms);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "Service unavailable",
            "Internal Error"
        );
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
        await ShouldSayNothingAsync(answer);
    }

    private static async Task ShouldSayNothingAsync(HttpResponseMessage answer) =>
        Assert.That(
            await answer.Content.ReadAsStringAsync(),
            Does.Not.Contain("hunter2").And.Not.Contain("Exception").And.Not.Contain(" at ")
        );
}
