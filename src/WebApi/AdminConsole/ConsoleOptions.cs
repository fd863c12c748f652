using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.AdminConsole;

/// <summary>The administrators' console.</summary>
public sealed class ConsoleOptions : IMeetOptions
{
    public static string Section => "Console";

    /// <summary>Whether the server has the console. By default only in Development.</summary>
    public bool Enabled { get; init; }
}
