using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.UnitTests.Webhooks;

public sealed class WebhookUrlTests
{
    [TestCase("https://example.com")]
    [TestCase("http://example.com:8080/a/b?c=d")]
    [TestCase("https://[2001:db8::1]/")]
    [TestCase("https://bücher.example/")]
    public void An_absolute_HTTP_URL_is_accepted(string text)
    {
        Assert.That(WebhookUrl.TryParse(text, out var url), Is.True);
        Assert.That(url!.OriginalString, Is.EqualTo(text));
    }

    private static readonly string?[] Others =
    [
        null,
        "",
        " ",
        "example.com",
        "/hook",
        "ftp://example.com",
        "file:///etc/passwd",
        "gopher://example.com",
        "javascript:alert(1)",
        "http://",
        "http://user@example.com",
        "http://user:password@example.com",
        "http://example.com\r\nX-Other: 1",
        "http://example.com/" + new string('a', WebhookUrl.MaxLength),
    ];

    [TestCaseSource(nameof(Others))]
    public void Anything_else_is_refused(string? text) =>
        Assert.That(WebhookUrl.TryParse(text, out _), Is.False);
}
