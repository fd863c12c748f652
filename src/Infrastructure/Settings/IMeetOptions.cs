namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>Options that are bound to a section of <see cref="MeetSettings"/> and validated when the server starts.</summary>
public interface IMeetOptions
{
    /// <summary>Where they stand, such as <c>Storage:S3</c>.</summary>
    static abstract string Section { get; }

    /// <summary>Adds what is wrong with them. That each value could be read has been looked at before.</summary>
    void Validate(OptionsFaults faults) { }
}
