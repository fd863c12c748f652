using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Import;

/// <summary>Adopts the rooms and recordings that an OpenVidu Meet installation left in the store. Can be repeated.</summary>
/// <param name="Progress">Told of every document.</param>
public sealed record ImportArchive(IProgress<ImportStep> Progress)
    : IRequest<Result<ImportSummary>>;

/// <param name="Source">Where the document lies.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it was not adopted.</param>
public sealed record ImportStep(string Source, ImportOutcome Outcome, string? Reason = null);

public enum ImportOutcome
{
    Adopted,

    /// <summary>The database knows it already.</summary>
    Known,

    /// <summary>It is of no use any more.</summary>
    Skipped,

    /// <summary>It should have been adopted, and could not be.</summary>
    Faulty,
}

/// <param name="Adopted">How many were adopted; and so on, as <see cref="ImportOutcome"/> has them.</param>
public sealed record ImportSummary(int Adopted, int Known, int Skipped, int Faulty);
