namespace OpenViduMeet.Application.Paging;

internal static class Pages
{
    /// <summary>Cuts a list to a page. Whoever asks for one more than a page holds knows whether there is a next one.</summary>
    /// <param name="found">One more than the page holds, or as many as there are.</param>
    /// <param name="positionOf">An item's place in the list.</param>
    /// <returns>The page, and where it ends if there is a next one.</returns>
    public static (IReadOnlyList<T> Items, TPosition? Next) CutTo<T, TPosition>(
        this IReadOnlyList<T> found,
        int maxItems,
        Func<T, TPosition> positionOf
    )
        where TPosition : class =>
        found.Count <= maxItems
            ? (found, null)
            : ([.. found.Take(maxItems)], positionOf(found[maxItems - 1]));
}
