using System.Buffers.Text;
using System.Text;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.UnitTests.Paging;

public sealed class PageTokenTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData<DateTimeOffset, string>> Positions()
    {
        yield return new(Now, "daily-abc");
        yield return new(Now.AddMilliseconds(1), "daily-abc--EG_1--uid1");
        yield return new(DateTimeOffset.UnixEpoch, "a");
        yield return new(
            DateTimeOffset.FromUnixTimeMilliseconds(
                DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ),
            new string('r', 302)
        );
    }

    [TestCaseSource(nameof(Positions))]
    public void A_token_comes_back_as_it_was_written_and_is_safe_in_a_query(
        DateTimeOffset instant,
        string name
    )
    {
        var position = new WebhookDeliveryPosition(instant, name);

        Assert.That(Uri.EscapeDataString(position.Text), Is.EqualTo(position.Text));
        Assert.That(WebhookDeliveryPosition.TryParse(position.Text, out var read));
        Assert.That(read, Is.EqualTo(position));
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
    public void Other_texts_are_no_tokens(string text) =>
        Assert.That(
            WebhookDeliveryPosition.TryParse(
                Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)),
                out _
            ),
            Is.False
        );

    [TestCase("!")]
    [TestCase("MTIz\u00e9")]
    [TestCase("A")]
    public void What_is_not_encoded_is_no_token(string token) =>
        Assert.That(WebhookDeliveryPosition.TryParse(token, out _), Is.False);

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("garbage!")]
    [TestCase("A")]
    [TestCase("MTIz")] // 123
    [TestCase("LTEucm9vbQ")] // -1.room
    [TestCase("OTk5OTk5OTk5OTk5OTk5OTk5Lm5hbWU")] // past the end of time
    [TestCase("OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5Lm5hbWU")] // past a long
    [TestCase("MTIzLmJhZC0tbmFtZQ")] // 123.bad--name
    [TestCase("_____w")] // not UTF-8
    public void A_text_that_names_no_place_among_rooms_is_no_token(string? token) =>
        Assert.That(RoomPosition.TryParse(token, out _), Is.False);

    [TestCase("1", 1)]
    [TestCase("100", 100)]
    [TestCase("0", null)]
    [TestCase("-1", null)]
    [TestCase("101", null)]
    [TestCase("1.5", null)]
    [TestCase("ten", null)]
    [TestCase(null, null)]
    public void A_page_has_1_to_100_items(string? text, int? size)
    {
        var isSize = PageSize.TryParse(text, out var parsed);

        Assert.That(parsed?.Value, Is.EqualTo(size));
        Assert.That(isSize, Is.EqualTo(size is not null));
    }
}
