using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>No forged token is accepted.</summary>
public sealed class ForgedTokenTests : TokensOfEveryKind
{
    private const string Api = "/meet/api/v1";

    private static readonly string[] MeetForgeries =
    [
        "alg none",
        "no signature",
        "wrong key",
        "HS512",
        "no exp",
        "no nbf",
        "expired",
        "not yet valid",
        "other audience",
        "no audience",
        "other issuer",
        "no subject",
        "no type",
    ];

    private static readonly string[] ParticipantForgeries =
    [
        "alg none",
        "no signature",
        "wrong key",
        "HS512",
        "no exp",
        "no nbf",
        "expired",
        "not yet valid",
        "other issuer",
        "no subject",
        "other room",
        "other name",
        "later expiry",
        "other id",
        "no id",
        "no proof of the role",
        "other role",
        "garbage for a proof",
        "a number for a proof",
    ];

    [TestCaseSource(nameof(MeetForgeries))]
    public async Task A_forged_access_token_is_refused_everywhere(string change)
    {
        var forged = Jwt.Forge(Tokens[Browser.AccessCookie], change, Jwt.MeetKey);
        foreach (var operation in AccessOperations)
            await ShouldBeRefusedAsync(operation, Browser.AccessCookie, forged);
    }

    [TestCaseSource(nameof(MeetForgeries))]
    public async Task A_forged_refresh_token_is_refused_and_revokes_nothing(string change)
    {
        using var browser = await Meet.SignInAsUserAsync();
        var real = browser.Cookie(Browser.RefreshCookie)!;
        await ShouldNotRefreshAsync(Jwt.Forge(real, change, Jwt.MeetKey));

        using var answer = await browser.PostAsync($"{Api}/auth/refresh");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCaseSource(nameof(ParticipantForgeries))]
    public async Task A_forged_participant_token_is_refused_everywhere(string change)
    {
        var forged = Jwt.Forge(Tokens[Browser.ParticipantCookie], change, Jwt.LiveKitKey);
        foreach (var operation in ParticipantOperations)
            await ShouldBeRefusedAsync(operation, Browser.ParticipantCookie, forged);
    }

    /// <summary>Without this, the tests above would prove nothing.</summary>
    [Test]
    public async Task A_token_that_is_only_signed_again_is_accepted()
    {
        var access = Jwt.Forge(Tokens[Browser.AccessCookie], "none at all", Jwt.MeetKey);
        var participant = Jwt.Forge(
            Tokens[Browser.ParticipantCookie],
            "none at all",
            Jwt.LiveKitKey
        );
        using var profile = await CallAsync(AccessOperations[0], Browser.AccessCookie, access);
        using var refresh = await CallAsync(
            "POST /meet/internal-api/v1/participants/token/refresh",
            Browser.AccessCookie,
            access
        );
        using var room = await CallAsync(
            ParticipantOperations[1],
            Browser.ParticipantCookie,
            participant
        );

        Assert.That(profile.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(room.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(refresh.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), "Another's name");
    }

    [Test]
    public async Task A_participant_token_disguised_as_an_access_token_is_refused()
    {
        var claims = Jwt.Claims(Tokens[Browser.AccessCookie]);
        var dressedUp = Jwt.Sign(claims, Jwt.LiveKitKey);
        foreach (var operation in AccessOperations)
            await ShouldBeRefusedAsync(operation, Browser.AccessCookie, dressedUp);
        await ShouldNotRefreshAsync(
            Jwt.Sign(Jwt.Claims(Tokens[Browser.RefreshCookie]), Jwt.LiveKitKey)
        );
    }
}
