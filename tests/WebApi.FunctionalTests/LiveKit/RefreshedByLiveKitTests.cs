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
/// Whoever is in a room may set their own metadata, and LiveKit hands them a token with it, signed with the secret that signs ours.
/// Such a token proves nothing to us, whatever its metadata says.
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
        LiveKit.State.Join(_room.Name, Bob);
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
    public async Task It_opens_no_operation_that_takes_a_participant_token()
    {
        var operations = Operations().Where(operation => operation.TakesParticipantToken).ToList();
        var real = _moderator.Cookie(Browser.ParticipantCookie)!;

        Assert.That(operations.Select(operation => operation.Name), Is.SupersetOf(KnownOperations));
        foreach (var operation in operations)
        {
            using var attack = await CallAsync(operation, _refreshed);
            using var moderator = await CallAsync(operation, real);

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

    /// <summary>Also where the cookie is read without saying so.</summary>
    [Test]
    public async Task Every_operation_answers_as_if_it_had_not_been_sent()
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
    public async Task It_does_not_make_a_taken_name_the_browser_s_own()
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
    public async Task It_is_no_previous_token_for_a_refresh(int age)
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

    /// <summary>Claims of ours that LiveKit does not copy could be put back by whoever knows its secret alone.</summary>
    [Test]
    public void LiveKit_copies_no_claim_that_proves_the_role()
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

    /// <summary>All that any operation reads; each takes what it knows.</summary>
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
