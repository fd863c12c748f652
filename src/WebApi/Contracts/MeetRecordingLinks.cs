using System.ComponentModel.DataAnnotations;
using FluentValidation;
using OpenViduMeet.Application.RecordingLinks;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The options of a new link to a recording.</summary>
public sealed record RecordingLinkOptions : RequestBody
{
    /// <summary>The number of seconds after which the link expires, 1 to 31536000 (a year).</summary>
    /// <example>86400</example>
    [Required]
    public int? ExpiresInSeconds { get; init; }

    /// <summary>What viewers may do with the recording: watch it (<c>view</c>), or also save it as a file (<c>download</c>).</summary>
    [Required]
    public RecordingLinkAccessName? Access { get; init; }

    /// <summary>A code that viewers must know, 4 to 256 characters. Default: no code.</summary>
    /// <example>violet-otter-42</example>
    public string? Code { get; init; }

    internal CreateRecordingLink ToRequest(RecordingId? recording) =>
        new(
            recording,
            TimeSpan.FromSeconds(Valid(ExpiresInSeconds)),
            Valid(Access).ToDomain(),
            Code is null ? null : new LinkCode(Code)
        );

    /// <summary>Omits the code, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(RecordingLinkOptions);
}

internal sealed class RecordingLinkOptionsValidator : AbstractValidator<RecordingLinkOptions>
{
    public RecordingLinkOptionsValidator()
    {
        RuleFor(body => body.ExpiresInSeconds)
            .NotNull()
            .InclusiveBetween(1, (int)RecordingLink.LongestLifetime.TotalSeconds);
        RuleFor(body => body.Access).NotNull();
        RuleFor(body => body.Code).Length(LinkCode.MinLength, LinkCode.MaxLength);
    }
}

/// <summary>A link by which a recording is watched without an account.</summary>
public record MeetRecordingLink
{
    /// <summary>The id of the link, to revoke it. It is no secret.</summary>
    /// <example>q3kfA0yTzXw81LmB</example>
    public required string LinkId { get; init; }

    /// <summary>What viewers may do with the recording.</summary>
    public required RecordingLinkAccessName Access { get; init; }

    /// <summary>The date when the link expires (milliseconds since the Unix epoch).</summary>
    /// <example>1620090000000</example>
    public required long ExpirationDate { get; init; }

    /// <summary>Whether viewers must know a code.</summary>
    public required bool HasCode { get; init; }

    /// <summary>The date when the link was created (milliseconds since the Unix epoch).</summary>
    /// <example>1620003600000</example>
    public required long CreationDate { get; init; }
}

/// <summary>A link that has just been created.</summary>
public sealed record MeetNewRecordingLink : MeetRecordingLink
{
    /// <summary>The URL by which the recording is watched. It is shown only once, because the server keeps a hash of its secret.</summary>
    /// <example>https://meet.example.com/meet/api/v1/shared-recordings/q3kfA0yTzXw81LmB-Zk29sVb1oQm4TfUe7XcLw0aRj5HyNd38</example>
    public required string Url { get; init; }

    /// <summary>Omits the URL, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(MeetNewRecordingLink);
}

/// <summary>The links of a recording.</summary>
/// <param name="Links">The links that have not expired, oldest first.</param>
public sealed record MeetRecordingLinks(IReadOnlyList<MeetRecordingLink> Links);
