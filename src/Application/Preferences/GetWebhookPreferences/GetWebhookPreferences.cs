using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Preferences;

/// <summary>For administrators only: the URL may hold a secret of its receiver.</summary>
public sealed record GetWebhookPreferences(Caller Caller) : IRequest<Result<WebhookPreferences>>;
