using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>Changes what is given and leaves what is <see langword="null"/>.</summary>
public sealed record UpdateWebhookPreferences(Caller Caller, bool? Enabled, string? Url)
    : IRequest<Result<WebhookPreferences>>
{
    /// <summary>Never the URL, which may hold a secret: a record's text ends up in logs.</summary>
    public override string ToString() => nameof(UpdateWebhookPreferences);
}
