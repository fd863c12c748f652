using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>
/// Documents responses of an action: errors, by their names in a catalogue, or a status whose body is empty or a file. The action's
/// <c>response</c> comments describe them. An error without a comment is described by its message.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswersAttribute : Attribute
{
    private readonly Type? _catalogue;
    private readonly string[] _names = [];

    public AnswersAttribute(int status) => Status = status;

    /// <param name="catalogue">A class whose static fields are errors, such as <c>RoomErrors</c>.</param>
    /// <param name="names">The names of the fields.</param>
    public AnswersAttribute(Type catalogue, params string[] names) =>
        (_catalogue, _names) = (catalogue, names);

    /// <summary>The status, or <see langword="null"/> for errors, which have their own.</summary>
    public int? Status { get; }

    /// <summary>The body's media type; <see langword="null"/> for an empty body.</summary>
    public string? MediaType { get; init; }

    /// <exception cref="InvalidOperationException">The catalogue has no error with this name.</exception>
    public IEnumerable<ErrorBody> Errors =>
        _names.Select(name =>
            _catalogue!.GetField(name)?.GetValue(null) is Error error
                ? ErrorMapper.ToBody(error)
                : throw new InvalidOperationException($"{_catalogue} has no error '{name}'.")
        );
}

/// <summary>Documents a header of an action's responses.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswerHeaderAttribute(string name, string description, params int[] statuses)
    : Attribute
{
    public string Name => name;

    public string Description => description;

    public IReadOnlyList<int> Statuses => statuses;

    public string? Example { get; init; }
}
