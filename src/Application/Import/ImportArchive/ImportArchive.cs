using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Import;

/// <summary>Adopts the rooms and recordings that an OpenVidu Meet installation left in the store. Can be repeated.</summary>
/// <param name="Progress">Told of every document.</param>
public sealed record ImportArchive(IProgress<ImportStep> Progress)
    : IRequest<Result<ImportSummary>>;

/// <param name="Source">Where the document lies.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it was skipped.</param>
public sealed record ImportStep(string Source, ImportOutcome Outcome, string? Reason = null);

public enum ImportOutcome
{
    Adopted,

    /// <summary>The database knows it already.</summary>
    Known,

    Skipped,
}

public sealed record ImportSummary(int Adopted, int Known, int Skipped);
