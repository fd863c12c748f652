namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>Options that are bound to a section of <see cref="MeetSettings"/> and validated when the server starts.</summary>
public interface IMeetOptions
{
    /// <summary>The section of the options, such as <c>Storage:S3</c>.</summary>
    static abstract string Section { get; }

    /// <summary>Adds the faults of the options. Values that cannot be read are reported elsewhere.</summary>
    void Validate(OptionsFaults faults) { }
}
