using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>Whether the receiver of webhooks may be called and listens. It gets no webhook.</summary>
internal sealed class WebhookReceiverCheck(
    IMeetDatabase database,
    WebhookTargets targets,
    WebhookOptions options,
    ExaminationTime time
) : ICheck
{
    private static readonly Fault Refused = new(
        "webhook-address",
        FaultSeverity.Failure,
        "Set the URL of webhooks to a public host. If the receiver is in this network on purpose, set MEET_WEBHOOK_ALLOW_PRIVATE=true."
    );

    private static readonly Fault Unreachable = new(
        "webhook-unreachable",
        FaultSeverity.Failure,
        "Start the receiver, or correct the URL of webhooks (MEET_WEBHOOK_URL, or the webhook preferences)."
    );

    /// <summary>Of the time of the check, for the lookup of the host and the connection. The preferences are read before.</summary>
    private const double Share = 0.75;

    public static string Id => "webhooks";

    public static string Subject => "The receiver of webhooks can be reached, if there is one";

    public static IReadOnlyList<Fault> Faults { get; } = [Refused, Unreachable];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        WebhookPreferences preferences;
        try
        {
            preferences = await ReadPreferencesAsync(ct);
        }
        catch (Exception failed) when (failed is StartException || DatabaseFailure.IsIn(failed))
        {
            return [Fault.NotExamined.Found("The database cannot be read")];
        }

        if (preferences is not { Enabled: true, Url: { } url })
            return [];

        return await BoundedCall.RunAsync<IReadOnlyList<Finding>>(
            async bounded =>
            {
                var found = await targets.FindAsync(url.IdnHost, bounded);
                if (found.IsFailure)
                    return
                    [
                        Refused.Found($"{url.Host}: {found.Error.Details[0].Message.TrimEnd('.')}"),
                    ];
                using var client = new TcpClient();
                await client.ConnectAsync(found.Value, url.Port, bounded);
                return [];
            },
            failure =>
                [
                    Unreachable.Found(
                        $"{url.Host}, port {url.Port}, cannot be reached: {failure.Cause}"
                    ),
                ],
            ct,
            time.Part(Share)
        );
    }

    private async Task<WebhookPreferences> ReadPreferencesAsync(CancellationToken ct)
    {
        if (await database.InspectAsync(ct) is not { Exists: true, IsForeign: false })
            return options.First;
        await using var opened = database.OpenWithoutSync();
        var saved = await opened.WebhookPreferences.SingleOrDefaultAsync(ct);
        return saved?.ToPreferences() ?? options.First;
    }
}
