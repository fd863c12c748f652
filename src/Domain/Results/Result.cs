using System.Diagnostics.CodeAnalysis;

namespace OpenViduMeet.Domain.Results;

/// <summary>The common interface of results, for code that handles results of any type.</summary>
/// <typeparam name="TSelf">The result type itself.</typeparam>
public interface IResult<out TSelf>
    where TSelf : IResult<TSelf>
{
    /// <summary>The error, or <see langword="null"/> if the operation succeeded.</summary>
    Error? Error { get; }

    /// <summary>Creates a failed result of this type.</summary>
    static abstract TSelf Failure(Error error);
}

/// <summary>The outcome of an operation without a return value: success, or an <see cref="Results.Error"/>.</summary>
public sealed class Result : IResult<Result>
{
    public static readonly Result Ok = new(null);

    private Result(Error? error) => Error = error;

    public Error? Error { get; }

    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsFailure => Error is not null;

    public static Result Failure(Error error) => new(error);

    public static implicit operator Result(Error error) => new(error);

    public TOut Match<TOut>(Func<TOut> ok, Func<Error, TOut> failure) =>
        IsFailure ? failure(Error) : ok();
}

/// <summary>The outcome of an operation that returns a value: the value, or an <see cref="Results.Error"/>.</summary>
public sealed class Result<T> : IResult<Result<T>>
    where T : notnull
{
    private readonly T? _value;

    private Result(T value) => _value = value;

    private Result(Error error) => Error = error;

    public Error? Error { get; }

    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsFailure => Error is not null;

    /// <exception cref="InvalidOperationException">The result is a failure. Check <see cref="IsFailure"/> first.</exception>
    public T Value =>
        IsFailure
            ? throw new InvalidOperationException($"A failed result has no value: {Error.Message}")
            : _value!;

    public static Result<T> Failure(Error error) => new(error);

    public static implicit operator Result<T>(T value) => new(value);

    public static implicit operator Result<T>(Error error) => new(error);

    public TOut Match<TOut>(Func<T, TOut> ok, Func<Error, TOut> failure) =>
        IsFailure ? failure(Error) : ok(Value);
}
