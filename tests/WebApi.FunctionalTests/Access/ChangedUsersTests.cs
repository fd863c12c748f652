using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>A server that starts again with the same data and other users in its configuration.</summary>
public sealed class ChangedUsersTests
{
    private const string Auth = "/meet/api/v1/auth";

    private TemporaryDirectory _data = null!;
    private string _adminToken = null!;
    private string _userToken = null!;

    [SetUp]
    public async Task SignInAsync()
    {
        _data = new TemporaryDirectory();
        await using var meet = Start();
        using var admin = await meet.SignInAsAdminAsync();
        using var user = await meet.SignInAsUserAsync();
        _adminToken = admin.Cookie(Browser.RefreshCookie)!;
        _userToken = user.Cookie(Browser.RefreshCookie)!;
    }

    [TearDown]
    public void Remove() => _data.Dispose();

    [Test]
    public async Task With_unchanged_users_everybody_stays_signed_in()
    {
        await using var meet = Start();
        Assert.That(await RefreshAsync(meet, _adminToken), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await RefreshAsync(meet, _userToken), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_changed_password_takes_effect_and_old_sessions_cannot_be_renewed()
    {
        await using var meet = Start(("MEET_ADMIN_SECRET", "changed"));

        Assert.That(await LoginAsync(meet, "admin", "admin"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await LoginAsync(meet, "admin", "changed"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await RefreshAsync(meet, _adminToken), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await RefreshAsync(meet, _userToken), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_renamed_user_can_sign_in_only_with_the_new_name()
    {
        await using var meet = Start(("MEET_USER", "guest"));

        Assert.That(await LoginAsync(meet, "user", "user"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await LoginAsync(meet, "guest", "user"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await RefreshAsync(meet, _userToken), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await RefreshAsync(meet, _adminToken), Is.EqualTo(HttpStatusCode.OK));
    }

    private MeetApiFactory Start(params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        all["MEET_DATA_DIR"] = _data.Path;
        var meet = new MeetApiFactory(all);
        _ = meet.Address;
        return meet;
    }

    private static async Task<HttpStatusCode> LoginAsync(
        MeetApiFactory meet,
        string username,
        string password
    )
    {
        using var browser = meet.NewBrowser();
        using var answer = await browser.PostAsync($"{Auth}/login", new { username, password });
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> RefreshAsync(MeetApiFactory meet, string token)
    {
        using var browser = meet.NewBrowser().WithCookie(Browser.RefreshCookie, token);
        using var answer = await browser.PostAsync($"{Auth}/refresh");
        return answer.StatusCode;
    }
}
