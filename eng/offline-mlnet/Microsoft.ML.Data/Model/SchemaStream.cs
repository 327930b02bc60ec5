using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

// The input schema inside a saved model.
internal static class SchemaStream
{
    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(schema.Count);
        foreach (DataViewSchema.Column column in schema)
        {
            writer.Write(column.Name);
            WriteType(writer, column.Type);
            DataViewSchema.Column[] kinds = [.. column.Annotations.Schema.Where(a => a.Type is not VectorDataViewType { IsKnownSize: false })];
            writer.Write(kinds.Length);
            foreach (DataViewSchema.Column kind in kinds)
            {
                writer.Write(kind.Name);
                WriteType(writer, kind.Type);
                if (kind.Type is VectorDataViewType vector)
                    WriteValues(writer, vector.ItemType.RawType, RawValues.ReadVectorAnnotation(column.Annotations, kind.Name, vector.ItemType.RawType));
                else
                    WriteValues(writer, kind.Type.RawType, [RawValues.ReadAnnotation(column.Annotations, kind.Name, kind.Type.RawType)]);
            }
        }
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            string name = reader.ReadString();
            DataViewType type = ReadType(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            for (int kinds = reader.ReadInt32(); kinds > 0; kinds--)
            {
                string kind = reader.ReadString();
                DataViewType kindType = ReadType(reader);
                Type raw = kindType is VectorDataViewType vector ? vector.ItemType.RawType : kindType.RawType;
                IReadOnlyList<object> values = ReadValues(reader, raw);
                annotations.Add(kind, kindType, kindType is VectorDataViewType
                    ? RawValues.CreateVectorGetter(raw, values)
                    : RawValues.CreateGetter(raw, () => values[0]));
            }

            builder.AddColumn(name, type, annotations.ToAnnotations());
        }

        return builder.ToSchema();
    }

    public static void WriteValues(BinaryWriter writer, Type raw, IReadOnlyList<object> values)
    {
        writer.Write(values.Count);
        foreach (object value in values)
        {
            if (raw == typeof(ReadOnlyMemory<char>))
                writer.Write(value.ToString());
            else if (raw == typeof(float))
                writer.Write((float)value);
            else if (raw == typeof(double))
                writer.Write((double)value);
            else
                writer.Write(Convert.ToDecimal(value));
        }
    }

    public static IReadOnlyList<object> ReadValues(BinaryReader reader, Type raw)
    {
        var values = new object[reader.ReadInt32()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = raw == typeof(ReadOnlyMemory<char>) ? reader.ReadString().AsMemory()
                : raw == typeof(float) ? reader.ReadSingle()
                : raw == typeof(double) ? reader.ReadDouble()
                : Convert.ChangeType(reader.ReadDecimal(), raw);
        }

        return values;
    }

    public static void WriteType(BinaryWriter writer, DataViewType type)
    {
        var vector = type as VectorDataViewType;
        writer.Write(vector?.Dimensions.Length ?? 0);
        foreach (int dimension in vector?.Dimensions ?? [])
            writer.Write(dimension);
        DataViewType item = vector?.ItemType ?? type;
        writer.Write((item as KeyDataViewType)?.Count ?? 0);
        writer.Write(item.RawType.FullName);
    }

    public static DataViewType ReadType(BinaryReader reader)
    {
        var dimensions = new int[reader.ReadInt32()];
        for (int i = 0; i < dimensions.Length; i++)
            dimensions[i] = reader.ReadInt32();
        ulong keys = reader.ReadUInt64();
        Type raw = typeof(object).Assembly.GetType(reader.ReadString(), throwOnError: true);
        PrimitiveDataViewType item = keys > 0 ? new KeyDataViewType(raw, keys) : ColumnTypes.OfRawType(raw);
        return dimensions.Length > 0 ? new VectorDataViewType(item, dimensions) : item;
    }
}
