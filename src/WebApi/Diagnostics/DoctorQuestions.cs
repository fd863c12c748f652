using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Tokens;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>
/// The doctor's question to a running server, beside which it runs or through its public URL, and the answer: headers of a request for
/// <see cref="ApiPaths.Health"/>.
/// </summary>
internal sealed class DoctorQuestions(
    SealedObservations observations,
    Arrival arrival,
    ProbeClient client
)
{
    /// <summary>Answers the question of a request, if it has one.</summary>
    public void Answer(HttpContext context)
    {
        var challenge = context.Request.Headers[SealedObservations.ChallengeHeader].ToString();
        if (SealedObservations.IsChallenge(challenge))
            context.Response.Headers[SealedObservations.AnswerHeader] = observations.Seal(
                arrival.Observe(context),
                challenge
            );
    }

    /// <param name="url">The URL of the server, without a path.</param>
    public async Task<DoctorAnswer> AskAsync(Uri url, CancellationToken ct)
    {
        var challenge = SealedObservations.NewChallenge();
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, ApiPaths.Health));
        request.Headers.Add(SealedObservations.ChallengeHeader, challenge);
        var answer = await client.SendAsync(request, ct);
        return new DoctorAnswer(
            answer,
            answer.Headers.TryGetValue(SealedObservations.AnswerHeader, out var text)
                ? observations.Open(text, challenge)
                : null
        );
    }
}

/// <param name="Observation">What the server saw; <see langword="null"/> if it is not a server of this installation.</param>
internal sealed record DoctorAnswer(ProbeAnswer Answer, ServerObservation? Observation);
