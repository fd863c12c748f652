namespace OpenViduMeet.Application.Paging;

internal static class Pages
{
    /// <summary>Cuts a list to a page. Whoever asks for one more than a page holds knows whether there is a next one.</summary>
    /// <param name="found">One more than the page holds, or as many as there are.</param>
    /// <param name="tokenAfter">Where the next page begins, if this one ends there.</param>
    /// <returns>The page, and the token of the next one; <see langword="null"/> after the last.</returns>
    public static (IReadOnlyList<T> Items, string? NextPageToken) CutTo<T>(
        this IReadOnlyList<T> found,
        int maxItems,
        Func<T, string> tokenAfter
    ) =>
        found.Count <= maxItems
            ? (found, null)
            : ([.. found.Take(maxItems)], tokenAfter(found[maxItems - 1]));
}
