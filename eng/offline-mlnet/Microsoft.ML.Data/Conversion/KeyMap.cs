using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

// The learned keys of one column: key i + 1 stands for value i.
internal sealed class KeyMap
{
    private readonly object[] _values;
    private readonly bool _asText;
    private readonly Dictionary<object, uint> _keys = [];

    public KeyMap(string input, string output, PrimitiveDataViewType itemType, object[] values, bool asText)
    {
        Input = input;
        Output = output;
        ItemType = itemType;
        _values = values;
        _asText = asText;
        for (int i = 0; i < values.Length; i++)
            _keys[Comparable(values[i])] = (uint)i + 1;
    }

    public string Input { get; }

    public string Output { get; }

    public PrimitiveDataViewType ItemType { get; }

    // Null for what counts as missing: empty text and NaN.
    public static object Comparable(object value) => value switch
    {
        ReadOnlyMemory<char> text => text.Length == 0 ? null : text.ToString(),
        float number when float.IsNaN(number) => null,
        double number when double.IsNaN(number) => null,
        _ => value,
    };

    public static int Compare(object a, object b) => a is string x ? string.CompareOrdinal(x, (string)b) : Comparer<object>.Default.Compare(a, b);

    public ConvertedColumn Bind(DataViewSchema schema)
    {
        DataViewSchema.Column source = schema.GetColumnOrNull(Input)
            ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find input column '{Input}'");
        if (!source.Type.Equals(ItemType))
            throw new ArgumentOutOfRangeException(nameof(schema), $"Schema mismatch for input column '{Input}': expected {ItemType}, got {source.Type}");
        var annotations = new DataViewSchema.Annotations.Builder();
        PrimitiveDataViewType names = _asText ? TextDataViewType.Instance : ItemType;
        object[] values = _asText && ItemType is not TextDataViewType
            ? [.. _values.Select(v => (object)Convert.ToString(v, CultureInfo.InvariantCulture).AsMemory())]
            : _values;
        annotations.Add("KeyValues", new VectorDataViewType(names, values.Length), RawValues.CreateVectorGetter(names.RawType, values));
        return new ConvertedColumn(
            Output,
            new KeyDataViewType(typeof(uint), Math.Max(1, _values.Length)),
            annotations.ToAnnotations(),
            source,
            value => Comparable(value) is { } comparable && _keys.TryGetValue(comparable, out uint key) ? key : 0u);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Input);
        writer.Write(Output);
        writer.Write(_asText);
        SchemaStream.WriteType(writer, ItemType);
        SchemaStream.WriteValues(writer, ItemType.RawType, _values);
    }

    public static KeyMap Read(BinaryReader reader)
    {
        string input = reader.ReadString();
        string output = reader.ReadString();
        bool asText = reader.ReadBoolean();
        var itemType = (PrimitiveDataViewType)SchemaStream.ReadType(reader);
        return new KeyMap(input, output, itemType, [.. SchemaStream.ReadValues(reader, itemType.RawType)], asText);
    }
}
