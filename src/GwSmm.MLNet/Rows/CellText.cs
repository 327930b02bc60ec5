using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Reads an item or a label as text, whatever its type: text, number, Boolean or key.</summary>
internal static class CellText
{
    /// <summary>What <see cref="CreateReader"/> accepts, for error messages.</summary>
    public const string Accepted = "text, a number, Boolean or a key";

    private static readonly MethodInfo NumberReaderMethod = Method(nameof(NumberReader));
    private static readonly MethodInfo KeyReaderMethod = Method(nameof(KeyReader));
    private static readonly MethodInfo KeyNamesMethod = Method(nameof(KeyNamesOf));

    /// <summary>Whether <see cref="CreateReader"/> can read a column of that type.</summary>
    public static bool CanRead(DataViewType type) => type is TextDataViewType or BooleanDataViewType or NumberDataViewType or KeyDataViewType;

    /// <summary>A function that reads the current row's value; null means missing (empty text, NaN, key 0).</summary>
    public static Func<string?> CreateReader(DataViewRow row, DataViewSchema.Column column)
    {
        switch (column.Type)
        {
            case TextDataViewType:
                var getText = row.GetGetter<ReadOnlyMemory<char>>(column);
                ReadOnlyMemory<char> text = default;
                return () =>
                {
                    getText(ref text);
                    return text.Span.IsWhiteSpace() ? null : text.ToString();
                };
            case BooleanDataViewType:
                var getFlag = row.GetGetter<bool>(column);
                var flag = false;
                return () =>
                {
                    getFlag(ref flag);
                    return flag ? bool.TrueString : bool.FalseString;
                };
            case KeyDataViewType key:
                return (Func<string?>)KeyReaderMethod.MakeGenericMethod(key.RawType).Invoke(null, [row, column])!;
            default:
                return (Func<string?>)NumberReaderMethod.MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column])!;
        }
    }

    /// <summary>The names of a key column's values in key order; without annotation "1", "2" and so on.</summary>
    public static string[] KeyNames(DataViewSchema.Column column)
    {
        var annotation = column.Annotations.Schema.GetColumnOrNull("KeyValues");
        if (annotation?.Type is VectorDataViewType { IsKnownSize: true } vector)
        {
            return (string[])KeyNamesMethod.MakeGenericMethod(vector.ItemType.RawType).Invoke(null, [column])!;
        }

        var count = ((KeyDataViewType)column.Type).Count;
        return [.. Enumerable.Range(1, checked((int)Math.Min(count, 1_000_000))).Select(value => value.ToString(CultureInfo.InvariantCulture))];
    }

    private static Func<string?> NumberReader<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, IFormattable
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return value switch
            {
                float number when float.IsNaN(number) => null,
                double number when double.IsNaN(number) => null,
                _ => value.ToString(null, CultureInfo.InvariantCulture),
            };
        };
    }

    private static Func<string?> KeyReader<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, IConvertible
    {
        var names = KeyNames(column);
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            var key = value.ToUInt64(CultureInfo.InvariantCulture);
            return key == 0 || key > (ulong)names.Length ? null : names[key - 1];
        };
    }

    private static string[] KeyNamesOf<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue("KeyValues", ref values);
        return [.. values.DenseValues().Select(value => value is IFormattable number
            ? number.ToString(null, CultureInfo.InvariantCulture)
            : value?.ToString() ?? string.Empty)];
    }

    private static MethodInfo Method(string name) => typeof(CellText).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
