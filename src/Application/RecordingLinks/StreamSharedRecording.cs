using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.RecordingLinks;

/// <summary>Streams a recording to whoever has a link to it.</summary>
/// <param name="Token"><see langword="null"/> if the text is not the token of a link.</param>
/// <param name="Code">The code that the viewer sent, if any.</param>
public sealed record StreamSharedRecording(
    RecordingLinkToken? Token,
    LinkCode? Code,
    MediaRequest Media
) : IRequest<Result<SharedPlayback>>, IRestricted, IGuess
{
    public Permission Needs => Permission.Anybody;

    public string? Target => Code is null || Token is null ? null : $"link {Token.Link}";
}

internal sealed partial class StreamSharedRecordingHandler(
    ILinkViewings viewings,
    ILinkCodes codes,
    RecordingPlayer player,
    IClientAddress client,
    CurrentGuess guess,
    LinkViewingEntries entries,
    IAuditLog audit,
    ILogger<StreamSharedRecordingHandler> logger
) : IRequestHandler<StreamSharedRecording, Result<SharedPlayback>>
{
    public async Task<Result<SharedPlayback>> Handle(
        StreamSharedRecording request,
        CancellationToken ct
    )
    {
        if (
            request.Token is not { } token
            || await viewings.BeginAsync(token.Link, ct) is not { } viewing
        )
            return RecordingLinkErrors.NotFound;

        Result<SharedPlayback>? answer = null;
        try
        {
            answer = await ViewAsync(request, token, viewing, ct);
            return answer;
        }
        finally
        {
            if (answer is not { IsFailure: false })
                viewing.Dispose();
        }
    }

    private async Task<Result<SharedPlayback>> ViewAsync(
        StreamSharedRecording request,
        RecordingLinkToken token,
        LinkViewing viewing,
        CancellationToken ct
    )
    {
        var link = viewing.Link;
        if (!link.IsOpenedBy(token))
            return RecordingLinkErrors.NotFound;

        var allowed = await CheckCodeAsync(link, request.Code, ct);
        if (allowed.IsFailure)
            return allowed.Error;
        guess.WasRight();

        await BeginAsync(link);
        var playback = await player.PlayAsync(link.Recording, request.Media, ct);
        if (playback.Error == RecordingErrors.NotFound)
            return RecordingLinkErrors.NotFound;
        if (playback.IsFailure)
            return playback.Error;
        return new SharedPlayback(
            playback.Value with
            {
                Viewing = viewing,
            },
            MayDownload: link.Access == RecordingLinkAccess.Download
        );
    }

    private async Task<Result> CheckCodeAsync(
        RecordingLink link,
        LinkCode? code,
        CancellationToken ct
    )
    {
        if (link.CodeHash is null)
            return Result.Ok;
        return code is null
            ? RecordingLinkErrors.CodeNeeded
            : await codes.VerifyAsync(link, code, ct);
    }

    /// <summary>Each request that a link has let in comes by here, before anything of the recording is read.</summary>
    private async Task BeginAsync(RecordingLink link)
    {
        LogViewing(link.Id, link.Recording, client.Address);
        if (entries.Next(link, client.Network, client.Address) is not { } entry)
            return;
        try
        {
            await audit.AddAsync(entry, CancellationToken.None);
        }
        catch
        {
            entries.Forget(link, client.Network);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Link {Link} opens recording {Recording}, for {Client}")]
    private partial void LogViewing(RecordingLinkId link, RecordingId recording, string? client);
}

/// <param name="MayDownload">Whether the viewer may save the recording as a file.</param>
public sealed record SharedPlayback(RecordingPlayback Playback, bool MayDownload);
