using System.Globalization;

namespace GwSmm.Encoders;

/// <summary>The order of class names: ascending numbers where all names are numbers, else ordinal.</summary>
public static class LabelOrder
{
    /// <summary>Sorts class names.</summary>
    /// <param name="names">The names.</param>
    /// <returns>A sorted copy.</returns>
    public static string[] Sort(IEnumerable<string> names)
    {
        var list = names.ToArray();
        if (Array.TrueForAll(list, name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            return [.. list.OrderBy(name => double.Parse(name, NumberStyles.Float, CultureInfo.InvariantCulture)).ThenBy(name => name, StringComparer.Ordinal)];
        }

        Array.Sort(list, StringComparer.Ordinal);
        return list;
    }
}
