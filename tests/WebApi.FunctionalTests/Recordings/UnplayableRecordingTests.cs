using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

public sealed class UnplayableRecordingTests
{
    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _admin = await _meet.SignInAsAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase(RecordingStatus.Starting, HttpStatusCode.NotFound)]
    [TestCase(RecordingStatus.Active, HttpStatusCode.NotFound)]
    [TestCase(RecordingStatus.Ending, HttpStatusCode.NotFound)]
    [TestCase(RecordingStatus.Failed, HttpStatusCode.NotFound)]
    [TestCase(RecordingStatus.Aborted, HttpStatusCode.NotFound)]
    [TestCase(RecordingStatus.Complete, HttpStatusCode.OK)]
    [TestCase(RecordingStatus.LimitReached, HttpStatusCode.OK)]
    public async Task Only_finished_recordings_can_be_watched(
        RecordingStatus status,
        HttpStatusCode expected
    )
    {
        var id = RecordingId.Parse($"room--EG_{status}--media");
        await AddAsync(id, status, media: "the media");

        using var answer = await GetAsync(id);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        if (expected == HttpStatusCode.OK)
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("the media"));
        else
            await ShouldNotBeFoundAsync(answer);
    }

    [Test]
    public async Task A_recording_whose_file_is_missing_is_not_found()
    {
        var id = RecordingId.Parse("room--EG_gone--gone");
        await AddAsync(id, RecordingStatus.Complete, media: null);

        using var answer = await GetAsync(id);

        await ShouldNotBeFoundAsync(answer);
    }

    [Test]
    public async Task Empty_media_is_sent_whole_and_has_no_ranges()
    {
        var id = RecordingId.Parse("room--EG_empty--empty");
        await AddAsync(id, RecordingStatus.Complete, media: "");

        using var whole = await GetAsync(id);
        using var part = await GetAsync(id, ("Range", "bytes=0-"));

        Assert.That(whole.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(whole.Content.Headers.ContentLength, Is.Zero);
        Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(part.Content.Headers.ContentRange?.ToString(), Is.EqualTo("bytes */0"));
    }

    private async Task AddAsync(RecordingId id, RecordingStatus status, string? media)
    {
        await using var scope = _meet.Services.CreateAsyncScope();
        if (media is not null)
        {
            using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(media));
            await scope
                .ServiceProvider.GetRequiredService<IRecordingStore>()
                .SaveAsync(id, bytes, CancellationToken.None);
        }

        await scope
            .ServiceProvider.GetRequiredService<IRecordingRepository>()
            .TryAddAsync(
                new Recording
                {
                    Id = id,
                    Status = status,
                    StartedAt = _meet.Clock.GetUtcNow(),
                },
                CancellationToken.None
            );
    }

    private Task<HttpResponseMessage> GetAsync(
        RecordingId id,
        params (string Name, string Value)[] headers
    ) =>
        _admin.SendAsync(
            HttpMethod.Get,
            $"/meet/internal-api/v1/recordings/{id}/stream",
            null,
            headers
        );

    private static Task ShouldNotBeFoundAsync(HttpResponseMessage answer) =>
        answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Recording not found",
            "Recording Error"
        );
}
