using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>The output of an egress when recordings are stored in a bucket. The test needs no bucket.</summary>
public sealed class EgressToBucketTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task The_egress_request_has_bucket_and_keys_unless_the_egress_has_its_own(
        bool hasOwn
    )
    {
        await using var liveKit = await LiveKitDouble.StartAsync();
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["LIVEKIT_URL"] = liveKit.Url.ToString(),
                ["LIVEKIT_EGRESS_OWN_STORAGE"] = hasOwn.ToString(),
                ["MEET_BLOB_STORAGE_MODE"] = "s3",
                ["MEET_S3_SERVICE_ENDPOINT"] = "http://127.0.0.1:1",
                ["MEET_S3_ACCESS_KEY"] = "key",
                ["MEET_S3_SECRET_KEY"] = "secret of the bucket",
                ["MEET_S3_BUCKET"] = "bucket",
            }
        );
        var room = await meet.CreateRoomAsync();
        liveKit.State.Join(room.Name, "Alice");
        using var moderator = await meet.EnterAsync(room);

        var start = moderator.PostAsync("/meet/api/v1/recordings", new { roomId = room.Name });
        await Eventually.HoldsAsync(() => liveKit.State.Egresses.Count == 1, "it is started");
        while (!start.IsCompleted)
        {
            meet.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(start, Task.Delay(TimeSpan.FromMilliseconds(5)));
        }

        using var answer = await start;
        var output = liveKit.State.Egresses.Single().Request["file_outputs"]![0]!;
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        Assert.That(
            output["filepath"]!.GetValue<string>(),
            Does.Match($"^openvidu-meet/recordings/{room.Name}/{room.Name}--[A-Za-z0-9]+\\.mp4$")
        );
        var expected = hasOwn
            ? null
            : """{"access_key":"key","secret":"secret of the bucket","region":"us-east-1","endpoint":"http://127.0.0.1:1","bucket":"bucket","force_path_style":true}""";
        Assert.That(output["s3"]?.ToJsonString(), Is.EqualTo(expected));
    }
}
