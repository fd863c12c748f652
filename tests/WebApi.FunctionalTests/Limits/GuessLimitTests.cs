using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Limits;

/// <summary>The limits of wrong guesses, per client address and per account or room.</summary>
public sealed class GuessLimitTests
{
    private const string Login = "/meet/api/v1/auth/login";
    private const string Tokens = "/meet/internal-api/v1/participants/token";
    private const int Limit = 20;
    private const string Alice = "203.0.113.1";
    private const string Bob = "203.0.113.2";

    private MeetApiFactory _meet = null!;

    public enum Guess
    {
        Token,
        Refresh,
        Role,
    }

    [SetUp]
    public void Start() =>
        _meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_TRUSTED_PROXIES"] = "127.0.0.1" }
        );

    [TearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase(Guess.Token)]
    [TestCase(Guess.Refresh)]
    [TestCase(Guess.Role)]
    public async Task After_twenty_wrong_secrets_an_address_must_wait_for_that_room(Guess guess)
    {
        var (room, other) = (await _meet.CreateRoomAsync(), await _meet.CreateRoomAsync());
        for (var tries = 0; tries < Limit; tries++)
            Assert.That(await GuessAsync(guess, room, "wrong", Alice), Is.AnyOf(403, 406));

        using var refused = await SendAsync(guess, room, room.PublisherSecret, Alice);

        await refused.ShouldBeErrorAsync(HttpStatusCode.TooManyRequests, "Too many requests");
        Assert.That(refused.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(
            await GuessAsync(guess, room, room.PublisherSecret, Bob),
            Is.Not.EqualTo(429),
            "another address"
        );
        Assert.That(
            await GuessAsync(guess, other, other.PublisherSecret, Alice),
            Is.Not.EqualTo(429),
            "another room"
        );
        _meet.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(
            await GuessAsync(guess, room, room.PublisherSecret, Alice),
            Is.Not.EqualTo(429),
            "a minute later"
        );
    }

    [Test]
    public async Task The_three_operations_that_take_a_rooms_secret_share_one_limit()
    {
        var room = await _meet.CreateRoomAsync();
        for (var tries = 0; tries < Limit; tries++)
            await GuessAsync((Guess)(tries % 3), room, "wrong", Alice);
        foreach (var guess in Enum.GetValues<Guess>())
            Assert.That(await GuessAsync(guess, room, "wrong", Alice), Is.EqualTo(429));
    }

    [Test]
    public async Task The_limit_is_checked_before_the_validity_of_a_request()
    {
        var room = await _meet.CreateRoomAsync();
        for (var tries = 0; tries < Limit; tries++)
            await GuessAsync(Guess.Token, room, "wrong", Alice);

        using var browser = From(Alice);
        using var answer = await browser.PostAsync(
            Tokens,
            new
            {
                roomName = room.Name,
                participantName = "",
                secret = "wrong",
            }
        );

        Assert.That((int)answer.StatusCode, Is.EqualTo(429));
    }

    [Test]
    public async Task Wrong_passwords_of_one_account_do_not_limit_another()
    {
        for (var tries = 0; tries < Limit; tries++)
            Assert.That(await SignInAsync("user", "wrong", Alice), Is.EqualTo(404));
        Assert.That(await SignInAsync("user", "user", Alice), Is.EqualTo(429));
        Assert.That(await SignInAsync("user", "user", Bob), Is.EqualTo(200));
        Assert.That(await SignInAsync("admin", "admin", Alice), Is.EqualTo(200));
    }

    [Test]
    public async Task Correct_passwords_and_secrets_do_not_count()
    {
        var room = await _meet.CreateRoomAsync();
        for (var tries = 0; tries < Limit * 2; tries++)
        {
            Assert.That(await SignInAsync("user", "user", Alice), Is.EqualTo(200));
            Assert.That(
                await GuessAsync(Guess.Role, room, room.PublisherSecret, Alice),
                Is.EqualTo(200)
            );
        }
    }

    [Test]
    public async Task Many_concurrent_correct_guesses_are_all_accepted()
    {
        var room = await _meet.CreateRoomAsync();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, Limit * 5)
                .Select(_ => GuessAsync(Guess.Role, room, room.PublisherSecret, Alice))
        );
        Assert.That(answers, Is.All.EqualTo(200));
    }

    [Test]
    public async Task Of_three_hundred_concurrent_wrong_passwords_only_the_limit_is_checked()
    {
        var hasher = new CountingHasher();
        await using var meet = new MeetApiFactory(services: services =>
            services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<User>>(hasher))
        );
        using var browser = meet.NewBrowser();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 300)
                .Select(guess =>
                    browser.PostAsync(Login, new { username = "user", password = $"wrong{guess}" })
                )
        );

        Assert.That(hasher.Verified, Is.EqualTo(Limit));
        Assert.That(answers.Count(answer => (int)answer.StatusCode == 404), Is.EqualTo(Limit));
        Assert.That(answers.Count(answer => (int)answer.StatusCode == 429), Is.EqualTo(280));
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Test]
    public async Task All_wrong_guesses_of_an_address_share_a_limit_ten_times_as_high()
    {
        for (var tries = 0; tries < Limit * 10; tries++)
            Assert.That(await SignInAsync($"nobody{tries}", "wrong", Alice), Is.EqualTo(404));
        Assert.That(await SignInAsync("nobody", "wrong", Alice), Is.EqualTo(429));
        Assert.That(await SignInAsync("nobody", "wrong", Bob), Is.EqualTo(404));
    }

    [Test]
    public async Task Addresses_of_one_IPv6_network_count_as_one_client()
    {
        for (var tries = 0; tries < Limit; tries++)
            await SignInAsync("user", "wrong", $"2001:db8:1:2::{tries + 1:x}");
        Assert.That(await SignInAsync("user", "user", "2001:db8:1:2:ffff::1"), Is.EqualTo(429));
        Assert.That(await SignInAsync("user", "user", "2001:db8:1:3::1"), Is.EqualTo(200));
    }

    private async Task<int> SignInAsync(string user, string password, string from)
    {
        using var browser = From(from);
        using var answer = await browser.PostAsync(Login, new { username = user, password });
        return (int)answer.StatusCode;
    }

    private async Task<int> GuessAsync(Guess guess, TestRoom room, string secret, string from)
    {
        using var answer = await SendAsync(guess, room, secret, from);
        return (int)answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(
        Guess guess,
        TestRoom room,
        string secret,
        string from
    )
    {
        using var browser = From(from);
        return guess switch
        {
            Guess.Token => await browser.RequestTokenAsync(room, "Carol", secret),
            Guess.Refresh => await browser.RefreshTokenAsync(room, "Carol", secret),
            _ => await browser.GetAsync(
                $"/meet/internal-api/v1/rooms/{room.Name}/participant-role?secret={secret}"
            ),
        };
    }

    private Browser From(string address) => _meet.NewBrowser().With("X-Forwarded-For", address);

    /// <summary>Counts the verified passwords.</summary>
    private sealed class CountingHasher : IPasswordHasher<User>
    {
        private int _verified;

        public int Verified => _verified;

        public string HashPassword(User user, string password) => password;

        public PasswordVerificationResult VerifyHashedPassword(
            User user,
            string hashedPassword,
            string providedPassword
        )
        {
            Interlocked.Increment(ref _verified);
            return string.Equals(hashedPassword, providedPassword, StringComparison.Ordinal)
                ? PasswordVerificationResult.Success
                : PasswordVerificationResult.Failed;
        }
    }
}
