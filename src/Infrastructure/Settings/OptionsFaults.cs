namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>What is wrong with options, a line for each fault. No fault repeats a value, which may be a secret.</summary>
public sealed class OptionsFaults
{
    private readonly MeetSettings _settings;
    private readonly string _section;
    private readonly List<string> _lines;

    private OptionsFaults(MeetSettings settings, string section, IEnumerable<string> lines)
    {
        _settings = settings;
        _section = section;
        _lines = [.. lines];
    }

    public bool IsDevelopment => _settings.IsDevelopment;

    internal IReadOnlyList<string> Lines => _lines;

    internal static OptionsFaults Of<T>(MeetSettings settings)
        where T : IMeetOptions => new(settings, T.Section, settings.FaultsOf<T>());

    /// <param name="property">The option's property, such as <c>Port</c> or <c>User:Name</c>.</param>
    /// <param name="rule">What is allowed, as it follows the setting's name.</param>
    public void Add(string property, string rule)
    {
        // That a value is missing need not be said where it could not be read.
        if (!_settings.IsFaulty(PathOf(property)))
            _lines.Add($"{NameOf(property)} {rule}");
    }

    /// <summary>How messages call a setting of these options.</summary>
    public string NameOf(string property) => MeetSettings.NameOf(PathOf(property));

    /// <summary>The value of a setting of other options, such as <c>LiveKit:ApiSecret</c>.</summary>
    public string? ValueOf(string path) => _settings.ValueOf(path);

    private string PathOf(string property) => $"{_section}:{property}";
}
