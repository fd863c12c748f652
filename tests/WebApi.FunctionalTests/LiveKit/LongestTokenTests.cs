using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.WebApi.FunctionalTests.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>
/// Browsers drop a cookie of more than 4,096 bytes, and nginx answers 502 if a response header is longer than its buffer of 4 KiB. Every
/// value in the token has its maximum length here.
/// </summary>
public sealed class LongestTokenTests
{
    private const int Limit = 4096;
    private const int LongestUrl = 256;
    private const int LongestKey = 128;
    private const int LongestPrefix = 184;

    /// <summary>What the cookie has in addition over https.</summary>
    private const string Secure = "; secure";

    private static readonly string Key = new('k', LongestKey);

    private LiveKitDouble _liveKit = null!;
    private MeetApiFactory _meet = null!;
    private TestRoom _room = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _liveKit = await LiveKitDouble.StartAsync(Key);
        _meet = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["LIVEKIT_URL"] = "wss://livekit.example.com/".PadRight(LongestUrl, 'x'),
                ["LIVEKIT_URL_PRIVATE"] = _liveKit.Url.ToString(),
                ["LIVEKIT_API_KEY"] = Key,
            }
        );
        _room = await _meet.CreateRoomAsync(new string('r', LongestPrefix), int.MaxValue);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _meet.DisposeAsync();
        await _liveKit.DisposeAsync();
    }

    [TestCase("\"", 256, TestName = "Quotation marks")]
    [TestCase("\\", 256, TestName = "Backslashes")]
    [TestCase("x", 256, TestName = "Letters of one byte")]
    [TestCase("ü", 128, TestName = "Letters of two bytes")]
    [TestCase("日", 85, TestName = "Letters of three bytes")]
    [TestCase("🙂", 64, TestName = "Letters of four bytes")]
    [TestCase("<&'+>`", 42, TestName = "What JSON in HTML escapes")]
    [TestCase("\u00A0x", 85, TestName = "Spaces that do not break")]
    [TestCase("\u3000\u3000x", 36, TestName = "Wide spaces")]
    [TestCase("\u0378x", 85, TestName = "Characters that Unicode does not know")]
    [TestCase("\uE000x", 64, TestName = "Characters of private use")]
    public async Task The_longest_cookie_and_header_stay_below_the_limits_of_browsers_and_proxies(
        string characters,
        int times
    )
    {
        var name = string.Concat(Enumerable.Repeat(characters, times));
        Assert.That(_room.Name, Has.Length.EqualTo(200));

        var header = await HeaderForAsync(name);

        var cookie = header
            .Split("\r\n")
            .Single(line => line.StartsWith("Set-Cookie: ", StringComparison.Ordinal))[
            "Set-Cookie: ".Length..
        ];
        var token = cookie.Split(';')[0].Split('=', 2)[1];
        Assert.That(Jwt.Payload(token).GetProperty("sub").GetString(), Is.EqualTo(name));
        Assert.That(Jwt.Payload(token).GetProperty("name").GetString(), Is.EqualTo(name));
        Assert.That(cookie.Length + Secure.Length, Is.LessThan(Limit));
        Assert.That(header.Length + Secure.Length, Is.LessThan(Limit));
    }

    /// <summary>The response header as it was sent.</summary>
    private async Task<string> HeaderForAsync(string name)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                roomName = _room.Name,
                participantName = name,
                secret = _room.ModeratorSecret,
            }
        );
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _meet.Address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /meet/internal-api/v1/participants/token HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"
            )
        );
        await stream.WriteAsync(body);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync();
        Assert.That(answer, Does.StartWith("HTTP/1.1 200 "));
        return answer[..(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
    }
}
