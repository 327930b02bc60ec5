using System.Reflection;

namespace Microsoft.ML.Data;

// A field or property of a user's class, seen as a column.
internal sealed class TypedMember
{
    private readonly MemberInfo _info;

    private TypedMember(MemberInfo info)
    {
        _info = info;
        ValueType = info is FieldInfo field ? field.FieldType : ((PropertyInfo)info).PropertyType;
        Name = info.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? info.Name;
        IsVector = ValueType.IsArray || (ValueType.IsGenericType && ValueType.GetGenericTypeDefinition() == typeof(VBuffer<>));
        Type item = !IsVector ? ValueType : ValueType.IsArray ? ValueType.GetElementType() : ValueType.GetGenericArguments()[0];
        ItemType = item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item;
    }

    public string Name { get; }

    public string MemberName => _info.Name;

    public Type ValueType { get; }

    public Type ItemType { get; }

    public bool IsVector { get; }

    public LoadColumnAttribute Source => _info.GetCustomAttribute<LoadColumnAttribute>();

    public static TypedMember[] Of(Type type, bool written)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance;
        IEnumerable<PropertyInfo> properties = type.GetProperties(flags)
            .Where(p => p.GetIndexParameters().Length == 0 && (written ? p.GetSetMethod() : p.GetGetMethod()) is not null);
        TypedMember[] members = [.. type.GetFields(flags).Concat<MemberInfo>(properties)
            .Where(m => m.GetCustomAttribute<NoColumnAttribute>() is null)
            .Select(m => new TypedMember(m))];
        string twice = members.GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? members : throw new ArgumentOutOfRangeException(nameof(type), $"Duplicate column name '{twice}' detected, this is disallowed");
    }

    public object Get(object owner) => _info is FieldInfo field ? field.GetValue(owner) : ((PropertyInfo)_info).GetValue(owner);

    public void Set(object owner, object value)
    {
        if (_info is FieldInfo field)
            field.SetValue(owner, value);
        else
            ((PropertyInfo)_info).SetValue(owner, value);
    }

    public DataViewType GetColumnType()
    {
        PrimitiveDataViewType item = ColumnTypes.OfRawType(ItemType);
        if (_info.GetCustomAttribute<KeyTypeAttribute>() is { } key)
            item = key.Count is { } count ? new KeyDataViewType(ItemType, count) : new KeyDataViewType(ItemType, Convert.ToUInt64(ItemType.GetField("MaxValue").GetValue(null)));
        if (!IsVector)
            return item;
        int[] dimensions = _info.GetCustomAttribute<VectorTypeAttribute>()?.Dimensions;
        return dimensions is { Length: > 0 } ? new VectorDataViewType(item, dimensions) : new VectorDataViewType(item);
    }
}
