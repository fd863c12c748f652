namespace OpenViduMeet.Domain.Access;

/// <summary>What an API key may do. The values are stored, so they never change.</summary>
[Flags]
public enum ApiAccess
{
    None = 0,

    ReadRooms = 1,
    ChangeRooms = 2,

    /// <summary>The scope <c>rooms</c>.</summary>
    Rooms = ReadRooms | ChangeRooms,

    ReadRecordings = 4,
    ChangeRecordings = 8,

    /// <summary>The scope <c>recordings</c>.</summary>
    Recordings = ReadRecordings | ChangeRecordings,

    ReadPreferences = 16,
    ChangePreferences = 32,

    /// <summary>The scope <c>preferences</c>.</summary>
    Preferences = ReadPreferences | ChangePreferences,

    /// <summary>Whatever else an administrator may do, such as creating API keys. Only the key of the settings has it.</summary>
    Administer = 64,

    /// <summary>The scope <c>diagnostics</c>: see the details of the health, and examine the installation.</summary>
    Diagnose = 128,

    /// <summary>The scope <c>metrics:read</c>.</summary>
    ReadMetrics = 256,

    All = Rooms | Recordings | Preferences | Administer | Diagnose | ReadMetrics,
}
