using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>
/// A JSON object in a request, or an object in it. Reading does not stop at the first value of a wrong type: each such value is skipped
/// and added to the faults.
/// </summary>
public abstract record RequestBody
{
    private readonly List<FieldError> _faults = [];

    /// <summary>The values that could not be read, including those of nested objects.</summary>
    [JsonIgnore]
    internal IReadOnlyList<FieldError> Faults => _faults;

    internal void AddFault(FieldError fault) => _faults.Add(fault);

    /// <summary>Returns a value that the validator requires.</summary>
    /// <exception cref="InvalidOperationException">The body has not been validated.</exception>
    protected static T Valid<T>(T? value)
        where T : class => value ?? throw new InvalidOperationException("The body is not valid.");

    /// <inheritdoc cref="Valid{T}(T)"/>
    protected static T Valid<T>(T? value)
        where T : struct => value ?? throw new InvalidOperationException("The body is not valid.");
}
