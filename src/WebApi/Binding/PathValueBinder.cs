using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>
/// Reads a value from the path. A text that cannot be parsed names nothing: the action is given <see langword="null"/>, and answers
/// 404 after its other checks.
/// </summary>
internal sealed class PathValueBinder<T> : IModelBinder
    where T : class, IParsableValue<T>
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        bindingContext.Result = ModelBindingResult.Success(
            T.TryParse(Read(bindingContext), out var value) ? value : null
        );
        return Task.CompletedTask;
    }

    /// <summary>
    /// Routing leaves <c>%2F</c> as it is, so that it cannot be told from <c>%252F</c>: such a text is read from the request's target.
    /// </summary>
    private static string? Read(ModelBindingContext context)
    {
        var routed = context.ValueProvider.GetValue(context.FieldName).FirstValue;
        if (routed?.Contains("%2F", StringComparison.OrdinalIgnoreCase) != true)
            return routed;

        var action = context.ActionContext.ActionDescriptor;
        var pattern = action.AttributeRouteInfo?.Template?.Split('/') ?? [];
        var segments = RawPath(context.HttpContext).Split('/');
        var place = Array.IndexOf(pattern, $"{{{context.FieldName}}}");
        if (place < 0)
            throw new InvalidOperationException(
                $"The route must have the segment {{{context.FieldName}}}."
            );

        // From the end: an absolute target begins with more than the path.
        var fromEnd = pattern.Length - place;
        return fromEnd > segments.Length ? null : Uri.UnescapeDataString(segments[^fromEnd]);
    }

    private static string RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.Split('?', 2)[0].TrimEnd('/');
    }
}
