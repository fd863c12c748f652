using Microsoft.Extensions.Configuration;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>
/// Reads the settings from upstream's variable names and <c>appsettings.json</c>, and makes the sections that options are bound to. A value
/// that is not set, blank or unreadable is left out, so that the default of the option's property applies. An unreadable value is also
/// a fault.
/// </summary>
public sealed class MeetSettings
{
    private static readonly Dictionary<string, Setting> ByPath = KnownSettings.All.ToDictionary(
        setting => setting.Path,
        StringComparer.Ordinal
    );

    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);
    private readonly IConfigurationRoot _sections;

    /// <param name="written">The settings of the environment, files and command line, in the framework's order.</param>
    /// <param name="isDevelopment">Whether the defaults for Development apply, such as publicly known secrets.</param>
    public MeetSettings(IConfiguration written, bool isDevelopment)
    {
        IsDevelopment = isDevelopment;
        HasUrls = TextOf("urls", written) is not null;
        foreach (var setting in KnownSettings.All)
            Read(setting, written);
        _sections = new ConfigurationBuilder().AddInMemoryCollection(_values).Build();
    }

    public bool IsDevelopment { get; }

    /// <summary>Whether <c>--urls</c> names the addresses of the server, so that its port is not used.</summary>
    public bool HasUrls { get; }

    /// <summary>The bound options before validation, for decisions that are made while services are registered.</summary>
    public T Get<T>()
        where T : class, IMeetOptions, new() => SectionOf<T>().Get<T>() ?? new T();

    /// <summary>Whether a setting has this name, as a variable or as a path. Names are compared as the configuration does.</summary>
    public static bool Knows(string name)
    {
        return KnownSettings.All.Any(setting =>
            Is(setting.Path)
            || Is(setting.Variable)
            || (setting.Form == SettingForm.Secret && Is(setting.FileVariable))
        );

        bool Is(string known) => string.Equals(known, name, StringComparison.OrdinalIgnoreCase);
    }

    internal IConfigurationSection SectionOf<T>()
        where T : IMeetOptions => _sections.GetSection(T.Section);

    internal string? ValueOf(string path) => _sections[path];

    /// <summary>The name of the setting at a path, as used in messages.</summary>
    internal static string NameOf(string path) => ByPath[path].ToString();

    internal bool IsFaulty(string path) => _faults.ContainsKey(path);

    /// <summary>The faults of unreadable values of these options.</summary>
    internal IEnumerable<string> FaultsOf<T>()
        where T : IMeetOptions =>
        from fault in _faults
        where fault.Key.StartsWith($"{T.Section}:", StringComparison.Ordinal)
        let property = fault.Key[(T.Section.Length + 1)..].Split(':')[0]
        where typeof(T).GetProperty(property) is not null
        select fault.Value;

    private void Read(Setting setting, IConfiguration written)
    {
        var text =
            setting.Form == SettingForm.Secret && TextOf(setting.FileVariable, written) is { } file
                ? ReadFile(setting, file, written)
                : TextOf(setting.Variable, written) ?? TextOf(setting.Path, written);
        if (text is null && IsDevelopment)
            text = setting.DevelopmentDefault;
        if (text is null)
            return;

        if (setting.Form == SettingForm.List)
            ReadList(setting, text);
        else if (setting.Form.Read(text) is { } value)
            _values[setting.Path] = value;
        else
            _faults[setting.Path] = $"{setting} {setting.Form.Rule}";
    }

    private void ReadList(Setting setting, string text)
    {
        var items = text.Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        for (var index = 0; index < items.Length; index++)
            _values[$"{setting.Path}:{index}"] = items[index];
    }

    private string? ReadFile(Setting setting, string file, IConfiguration written)
    {
        if (TextOf(setting.Variable, written) is not null)
            _faults[setting.Path] =
                $"{setting.FileToString()} must not be set together with {setting.Variable}";
        else if (SecretFile.Read(file) is { } secret)
            return secret;
        else
            _faults[setting.Path] = $"{setting.FileToString()} {SecretFile.Rule}";
        return null;
    }

    private static string? TextOf(string key, IConfiguration written) =>
        written[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
