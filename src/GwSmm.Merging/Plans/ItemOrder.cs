using System.Globalization;

namespace GwSmm.Merging;

/// <summary>The order of item names: ascending integers where all names are integers, else ordinal.</summary>
public static class ItemOrder
{
    /// <summary>Sorts item names.</summary>
    /// <param name="items">The names.</param>
    /// <returns>A sorted copy.</returns>
    public static string[] Sort(IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var list = items.ToArray();
        Array.Sort(list, ComparerFor(list));
        return list;
    }

    /// <summary>The order among these names.</summary>
    /// <param name="items">All names that will be compared.</param>
    /// <returns>Numeric where all are integers, else ordinal.</returns>
    public static IComparer<string> ComparerFor(IEnumerable<string> items) =>
        items.All(item => TryInteger(item, out _))
            ? Comparer<string>.Create((x, y) =>
            {
                TryInteger(x, out var a);
                TryInteger(y, out var b);
                return a != b ? a.CompareTo(b) : string.CompareOrdinal(x, y);
            })
            : StringComparer.Ordinal;

    private static bool TryInteger(string item, out long value) =>
        long.TryParse(item, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
