namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>How often one client guessed wrong on all nodes, at one target or at all.</summary>
/// <param name="Key">A hash of the client and the target.</param>
/// <param name="EndsAt">The end of the window that began with the first wrong guess.</param>
internal sealed record WrongGuessesRow(Guid Key, int Count, DateTimeOffset EndsAt);
