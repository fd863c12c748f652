using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>Statements made of the texts of this project and of the names in its model. What clients send gets into parameters only.</summary>
internal static class TrustedText
{
    /// <returns>The same command.</returns>
    [SuppressMessage(
        "Security",
        "CA2100",
        Justification = "The one place where a statement that is not a literal gets into a command."
    )]
    public static TCommand SetTrustedText<TCommand>(this TCommand command, string text)
        where TCommand : DbCommand
    {
        command.CommandText = text;
        return command;
    }
}
