using System.Globalization;

namespace Microsoft.ML.Data;

// One column of a text file: which fields it takes and how it reads them.
internal sealed class TextColumn(string name, DataViewType type, int[] fields)
{
    public string Name => name;

    public DataViewType Type => type;

    public Delegate CreateGetter(Func<IReadOnlyList<string>> row) => type switch
    {
        TextDataViewType => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Field(row(), 0).AsMemory()),
        VectorDataViewType { ItemType: TextDataViewType } => Vector(row, text => text.AsMemory()),
        VectorDataViewType { ItemType: BooleanDataViewType } => Vector(row, text => Number(text) > 0),
        VectorDataViewType => Vector(row, text => (float)Number(text)),
        BooleanDataViewType => (ValueGetter<bool>)((ref bool value) => value = Flag(Field(row(), 0))),
        _ => RawValues.CreateGetter(type.RawType, () => Whole(Field(row(), 0))),
    };

    private static bool Flag(string text) => text.ToUpperInvariant() is "TRUE" or "T" or "YES" or "Y" or "1" or "+1" or "+";

    private static double Number(string text)
    {
        if (text.Length == 0)
            return 0;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
    }

    private ValueGetter<VBuffer<T>> Vector<T>(Func<IReadOnlyList<string>> row, Func<string, T> parse) =>
        (ref VBuffer<T> target) =>
        {
            IReadOnlyList<string> cells = row();
            VBufferEditor<T> editor = VBufferEditor.Create(ref target, fields.Length);
            for (int i = 0; i < fields.Length; i++)
                editor.Values[i] = parse(Field(cells, i));
            target = editor.Commit();
        };

    private string Field(IReadOnlyList<string> row, int index) => fields[index] < row.Count ? row[fields[index]] : "";

    // A number that can't be read is NaN, and where there is no NaN an error.
    private object Whole(string text)
    {
        double value = Number(text);
        if (type.RawType == typeof(float))
            return text.Length > 0 && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float single) ? single : (float)value;
        if (type.RawType == typeof(double))
            return value;
        if (double.IsNaN(value))
            throw new InvalidOperationException($"Could not parse value {text} of column {name}");
        return Convert.ChangeType(value, type.RawType, CultureInfo.InvariantCulture);
    }
}
