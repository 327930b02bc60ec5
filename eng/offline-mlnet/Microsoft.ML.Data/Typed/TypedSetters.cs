using System.Reflection;

namespace Microsoft.ML.Data;

// From column values to members of a user's object.
internal static class TypedSetters
{
    public static Action<object> Create(TypedMember member, DataViewRow row, DataViewSchema.Column column)
    {
        var vector = column.Type as VectorDataViewType;
        Type raw = vector?.ItemType.RawType ?? column.Type.RawType;
        if (member.IsVector != (vector is not null) || member.ItemType != raw)
        {
            throw new InvalidOperationException(
                $"Can't bind the IDataView column '{column.Name}' of type '{column.Type}' to field or property '{member.MemberName}' of type '{member.ValueType}'.");
        }

        string method = !member.IsVector || !member.ValueType.IsArray
            ? member.ValueType == typeof(string) ? nameof(Text) : nameof(Direct)
            : member.ValueType == typeof(string[]) ? nameof(TextVector) : nameof(Vector);
        Type argument = method == nameof(Direct) ? member.ValueType : member.ItemType;
        return (Action<object>)typeof(TypedSetters).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)
            .MakeGenericMethod(argument).Invoke(null, [member, row, column]);
    }

    // All values of the row to the members of the same name.
    public static Action<object> CreateAll(Type type, DataViewRow row, bool ignoreMissingColumns)
    {
        var setters = new List<Action<object>>();
        foreach (TypedMember member in TypedMember.Of(type, written: true))
        {
            if (row.Schema.GetColumnOrNull(member.Name) is { } column)
                setters.Add(Create(member, row, column));
            else if (!ignoreMissingColumns)
                throw new ArgumentOutOfRangeException(nameof(type), $"Could not find column '{member.Name}' in the data.");
        }

        return target => setters.ForEach(set => set(target));
    }

    public static IEnumerable<DataViewSchema.Column> ColumnsOf(Type type, DataViewSchema schema) =>
        TypedMember.Of(type, written: true).Select(m => schema.GetColumnOrNull(m.Name)).OfType<DataViewSchema.Column>();

    private static Action<object> Direct<T>(TypedMember member, DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return target =>
        {
            T value = default;
            getter(ref value);
            member.Set(target, value);
        };
    }

    private static Action<object> Text<T>(TypedMember member, DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        return target =>
        {
            ReadOnlyMemory<char> value = default;
            getter(ref value);
            member.Set(target, value.ToString());
        };
    }

    private static Action<object> Vector<T>(TypedMember member, DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        return target =>
        {
            VBuffer<T> value = default;
            getter(ref value);
            member.Set(target, value.DenseValues().ToArray());
        };
    }

    private static Action<object> TextVector<T>(TypedMember member, DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        return target =>
        {
            VBuffer<ReadOnlyMemory<char>> value = default;
            getter(ref value);
            member.Set(target, value.DenseValues().Select(text => text.ToString()).ToArray());
        };
    }
}
