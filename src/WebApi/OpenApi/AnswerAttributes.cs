namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>Documents an error that an operation answers.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProducesErrorAttribute(int status, string area, string message) : Attribute
{
    public int Status => status;

    public string Area => area;

    public string Message => message;
}

/// <summary>Documents a header of an answer.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProducesHeaderAttribute(int status, string name, string description)
    : Attribute
{
    public int Status => status;

    public string Name => name;

    public string Description => description;

    public string? Example { get; init; }
}

/// <summary>Documents that an answer is a video.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProducesVideoAttribute(int status, string description) : Attribute
{
    public int Status => status;

    public string Description => description;
}

/// <summary>Documents an answer without a body.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ProducesNothingAttribute(int status, string description) : Attribute
{
    public int Status => status;

    public string Description => description;
}
