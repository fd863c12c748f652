namespace OpenViduMeet.Application.Paging;

internal static class Pages
{
    /// <summary>Cuts a list to a page. The list is queried with one additional item, which shows whether there is a next page.</summary>
    /// <param name="found">Up to one item more than the page can hold.</param>
    /// <param name="positionOf">Returns the position of an item in the list.</param>
    /// <returns>The items of the page, and the position of the last one if there is a next page.</returns>
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
