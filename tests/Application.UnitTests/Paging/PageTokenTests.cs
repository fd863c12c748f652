using System.Buffers.Text;
using System.Text;
using OpenViduMeet.Application.Paging;

namespace OpenViduMeet.Application.UnitTests.Paging;

public sealed class PageTokenTests
{
    private static IEnumerable<TestCaseData<DateTimeOffset, string>> Positions()
    {
        yield return new(Given.Now, "daily-abc");
        yield return new(Given.Now.AddMilliseconds(1), "daily-abc--EG_1--uid1");
        yield return new(DateTimeOffset.UnixEpoch, "a");
        yield return new(
            DateTimeOffset.FromUnixTimeMilliseconds(
                DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ),
            new string('r', 302)
        );
    }

    [TestCaseSource(nameof(Positions))]
    public void A_token_can_be_read_back_and_is_safe_in_a_query(DateTimeOffset instant, string name)
    {
        var token = PageToken.Write(instant, name);

        Assert.That(Uri.EscapeDataString(token), Is.EqualTo(token));
        Assert.That(PageToken.TryRead(token, out var readInstant, out var readName));
        Assert.That(readInstant, Is.EqualTo(instant));
        Assert.That(readName, Is.EqualTo(name));
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("123")]
    [TestCase(".name")]
    [TestCase("1.2.3")]
    [TestCase("-1.name")]
    [TestCase("+1.name")]
    [TestCase(" 1.name")]
    [TestCase("1,000.name")]
    [TestCase("0x1.name")]
    [TestCase("253402300800000.name")] // one after the last millisecond
    [TestCase("9223372036854775808.name")]
    public void Malformed_positions_are_not_tokens(string text) =>
        Assert.That(
            PageToken.TryRead(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)), out _, out _),
            Is.False
        );

    [TestCase("!")]
    [TestCase("MTIz\u00e9")]
    [TestCase("A")]
    public void Text_that_is_not_base64url_is_not_a_token(string token) =>
        Assert.That(PageToken.TryRead(token, out _, out _), Is.False);
}
