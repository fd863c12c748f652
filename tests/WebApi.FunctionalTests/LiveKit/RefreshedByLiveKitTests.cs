using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.FunctionalTests.Access;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>
/// Participants may set their own metadata. LiveKit then issues a token with this metadata, signed with the same secret as our tokens. Such
/// a token proves nothing to this server, whatever its metadata says.
/// </summary>
public sealed class RefreshedByLiveKitTests : LiveKitTests
{
    private const string Bob = "Bob";

    private static readonly string[] KnownOperations =
    [
        "DELETE /meet/internal-api/v1/participants/{participantName}",
        "GET /meet/api/v1/rooms/{roomName}",
        "POST /meet/api/v1/recordings",
        "PUT /meet/api/v1/recordings/{recordingId}",
    ];

    private TestRoom _room = null!;
    private Browser _moderator = null!;
    private Browser _bob = null!;
    private string _refreshed = null!;

    [SetUp]
    public async Task BobSetsHisMetadataAsync()
    {
        (_room, _moderator) = await MeetAsync();
        _bob = await Meet.EnterAsync(_room, Bob, _room.PublisherSecret);
        LiveKit.State.JoinWith(_bob.Cookie(Browser.ParticipantCookie)!);
        _refreshed = LiveKit.Refresh(
            _bob.Cookie(Browser.ParticipantCookie)!,
            """{"role":"moderator"}""",
            Meet.Clock.GetUtcNow()
        );
    }

    [TearDown]
    public void CloseBrowsers()
    {
        _moderator.Dispose();
        _bob.Dispose();
    }

    [Test]
    public async Task A_token_refreshed_by_LiveKit_is_unauthorized_as_a_participant_token()
    {
        var operations = Operations().Where(operation => operation.TakesParticipantToken).ToList();
        var real = _moderator.Cookie(Browser.ParticipantCookie)!;

        Assert.That(operations.Select(operation => operation.Name), Is.SupersetOf(KnownOperations));
        foreach (var operation in operations)
        {
            using var attack = await CallAsync(operation, _refreshed);
            using var moderator = await CallAsync(operation, real);

            if (operation.Method == HttpMethod.Head)
                Assert.That(attack.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            else
                await attack.ShouldBeErrorAsync(
                    HttpStatusCode.Unauthorized,
                    "Unauthorized",
                    "Authentication Error"
                );
            Assert.That(
                moderator.StatusCode,
                Is.Not.EqualTo(HttpStatusCode.Unauthorized),
                $"{operation.Name}, for a real moderator"
            );
        }

        Assert.That(LiveKit.State.ParticipantsOf(_room.Name), Has.Count.EqualTo(2));
        Assert.That(LiveKit.State.Egresses, Is.Empty);
    }

    /// <summary>Includes operations that read the cookie without declaring it.</summary>
    [Test]
    public async Task Every_operation_ignores_a_token_refreshed_by_LiveKit()
    {
        var operations = Operations();
        Assert.That(operations, Has.Count.GreaterThan(25));
        Assert.Multiple(async () =>
        {
            foreach (var operation in operations)
            {
                using var without = await CallAsync(operation, cookie: null);
                using var with = await CallAsync(operation, _refreshed);
                Assert.That(with.StatusCode, Is.EqualTo(without.StatusCode), operation.Name);
            }
        });
    }

    [Test]
    public async Task A_token_refreshed_by_LiveKit_does_not_open_a_taken_name()
    {
        using var own = await _bob.RequestTokenAsync(_room, Bob, _room.PublisherSecret);
        using var attacker = WithRefreshed();
        using var taken = await attacker.RequestTokenAsync(_room, Bob, _room.PublisherSecret);

        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await taken.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "Participant already exists in the room"
        );
    }

    [TestCase(0)]
    [TestCase(3600)]
    public async Task A_token_refreshed_by_LiveKit_is_not_a_previous_token(int age)
    {
        Meet.Clock.Advance(TimeSpan.FromSeconds(age));
        using var attacker = WithRefreshed();
        using var answer = await attacker.RefreshTokenAsync(_room, Bob, _room.ModeratorSecret);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.NotFound,
            "Participant not found in the room",
            "Participant Error"
        );
    }

    /// <summary>Claims that LiveKit does not copy could be restored only with its secret.</summary>
    [Test]
    public void LiveKit_does_not_copy_the_claims_that_prove_the_role()
    {
        var ours = Names(_bob.Cookie(Browser.ParticipantCookie)!);
        var theirs = Names(_refreshed);

        Assert.That(
            ours.Except(theirs),
            Is.EquivalentTo(new[] { "jti", "iat", "meetRole" }),
            "What our tokens have and LiveKit's have not"
        );
        using var metadata = JsonDocument.Parse(
            Jwt.Payload(_refreshed).GetProperty("metadata").GetString()!
        );
        Assert.That(
            metadata.RootElement.GetProperty("role").GetString(),
            Is.EqualTo("moderator"),
            "The attack is played"
        );
    }

    private static IEnumerable<string> Names(string token) =>
        Jwt.Payload(token).EnumerateObject().Select(claim => claim.Name);

    private Browser WithRefreshed() =>
        Meet.NewBrowser().WithCookie(Browser.ParticipantCookie, _refreshed);

    private async Task<HttpResponseMessage> CallAsync(Operation operation, string? cookie)
    {
        using var browser = Meet.NewBrowser();
        if (cookie is not null)
            browser.WithCookie(Browser.ParticipantCookie, cookie);
        var path = operation
            .Path.Replace("{roomName}", _room.Name, StringComparison.Ordinal)
            .Replace("{recordingId}", $"{_room.Name}--EG_none--none", StringComparison.Ordinal)
            .Replace("{participantName}", "Nobody", StringComparison.Ordinal);
        return await browser.SendAsync(
            operation.Method,
            $"{path}?roomName={_room.Name}&secret={_room.PublisherSecret}",
            operation.TakesParticipantToken || operation.Method == HttpMethod.Get ? null : Body()
        );
    }

    /// <summary>A body with the fields of all operations. Each operation reads its own.</summary>
    private object Body() =>
        new
        {
            roomName = _room.Name,
            roomId = _room.Name,
            participantName = Bob,
            secret = _room.PublisherSecret,
            username = "nobody",
            password = "wrong",
        };

    private IReadOnlyList<Operation> Operations() =>
        [
            .. from endpoint in Meet
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
            let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
            where
                path.StartsWith(ApiPaths.Public + "/", StringComparison.Ordinal)
                || path.StartsWith(ApiPaths.Internal + "/", StringComparison.Ordinal)
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            select new Operation(
                new HttpMethod(method),
                path,
                endpoint
                    .Metadata.GetRequiredMetadata<AcceptsAttribute>()
                    .Credentials.Contains(Credential.ParticipantToken)
            ),
        ];

    private sealed record Operation(HttpMethod Method, string Path, bool TakesParticipantToken)
    {
        public string Name => $"{Method} {Path}";
    }
}
