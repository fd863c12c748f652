namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>The faults of options, one line each. No fault repeats a value, because it may be a secret.</summary>
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

    /// <inheritdoc cref="MeetSettings.HasUrls"/>
    public bool HasUrls => _settings.HasUrls;

    internal IReadOnlyList<string> Lines => _lines;

    internal static OptionsFaults Of<T>(MeetSettings settings)
        where T : IMeetOptions => new(settings, T.Section, settings.FaultsOf<T>());

    /// <param name="property">The option's property, such as <c>Port</c> or <c>User:Name</c>.</param>
    /// <param name="rule">The rule, worded to follow the setting's name.</param>
    public void Add(string property, string rule)
    {
        // An unreadable value has been reported already.
        if (!_settings.IsFaulty(PathOf(property)))
            _lines.Add($"{NameOf(property)} {rule}");
    }

    /// <summary>The name of a setting of these options, as used in messages.</summary>
    public string NameOf(string property) => MeetSettings.NameOf(PathOf(property));

    /// <summary>The value of a setting of other options, such as <c>LiveKit:ApiSecret</c>.</summary>
    public string? ValueOf(string path) => _settings.ValueOf(path);

    private string PathOf(string property) => $"{_section}:{property}";
}
