using System.Globalization;
using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>
/// Decides which slot of a score vector stands for which class, so that ML.NET's evaluators, which compare slots with the numeric value
/// of a label (Single: slot = value; key: slot = key - 1), never compare the wrong ones.
/// </summary>
internal sealed class LabelSpace
{
    /// <summary>The highest class number up to which gaps between numeric classes are filled.</summary>
    public const int HighestClass = 255;

    private readonly Source _source;
    private readonly IReadOnlyList<string> _names;

    private LabelSpace(Source source, IReadOnlyList<string> names)
    {
        _source = source;
        _names = names;
    }

    private enum Source
    {
        Text,
        Number,
        Named,
    }

    /// <summary>The space of a label column.</summary>
    /// <param name="label">A column that <see cref="InputColumns.Label"/> accepts.</param>
    public static LabelSpace Of(DataViewSchema.Column label) => label.Type switch
    {
        VectorDataViewType vector => new LabelSpace(Source.Named, SlotNames(label, vector.Size)),
        KeyDataViewType => new LabelSpace(Source.Named, CellText.KeyNames(label)),
        BooleanDataViewType => new LabelSpace(Source.Named, [bool.FalseString, bool.TrueString]),
        NumberDataViewType => new LabelSpace(Source.Number, []),
        _ => new LabelSpace(Source.Text, []),
    };

    /// <summary>The names of a vector's slots; without annotation "0", "1" and so on.</summary>
    public static string[] SlotNames(DataViewSchema.Column column, int size)
    {
        if (column.Annotations.Schema.GetColumnOrNull(ScoreAnnotations.SlotNames) is null)
        {
            return [.. Enumerable.Range(0, size).Select(slot => slot.ToString(CultureInfo.InvariantCulture))];
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(ScoreAnnotations.SlotNames, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>The classes of a score vector, in slot order.</summary>
    /// <param name="labels">The labels of the heads; repeated ones count once.</param>
    /// <param name="warning">What a user of ML.NET's evaluators must know; null if nothing.</param>
    /// <returns>All labels, and those that are needed to keep slots and label values in step.</returns>
    public IReadOnlyList<string> Order(IEnumerable<string> labels, out string? warning)
    {
        warning = null;
        var distinct = labels.Distinct(StringComparer.Ordinal).ToArray();
        if (_source == Source.Named)
        {
            return [.. _names, .. LabelOrder.Sort(distinct.Except(_names, StringComparer.Ordinal))];
        }

        var sorted = LabelOrder.Sort(distinct);
        if (_source == Source.Text)
        {
            return sorted;
        }

        if (Array.TrueForAll(sorted, IsClassNumber))
        {
            var last = sorted.Max(label => int.Parse(label, NumberStyles.None, CultureInfo.InvariantCulture));
            return [.. Enumerable.Range(0, last + 1).Select(value => value.ToString(CultureInfo.InvariantCulture))];
        }

        warning = $"The classes {string.Join(", ", sorted)} are not whole numbers from 0 to {HighestClass}, so ML.NET's evaluators cannot take the label column as it is: "
            + "they read a number as the index of a class. Map the label to a key with MapValueToKey before the first scorer.";
        return sorted;
    }

    private static bool IsClassNumber(string label) =>
        int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= HighestClass
        && string.Equals(label, value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
