namespace Microsoft.ML.Data;

internal static class LabelReader
{
    // A label as a number: a Single or Double as it is, a Boolean as 0 or 1, key k as k - 1; NaN if there is none.
    public static Func<float> Create(DataViewRow row, DataViewSchema.Column column)
    {
        Func<object> read = RawValues.CreateReader(row, column);
        return column.Type switch
        {
            KeyDataViewType key => () => Convert.ToUInt64(read()) is > 0 and var value && value <= key.Count ? value - 1 : float.NaN,
            BooleanDataViewType => () => (bool)read() ? 1 : 0,
            _ => () => Convert.ToSingle(read()),
        };
    }

    public static bool CanRead(DataViewType type) =>
        type is KeyDataViewType or BooleanDataViewType || type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    public static DataViewSchema.Column Find(IDataView data, string name, string role)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return data.Schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(name), $"{role} column '{name}' not found");
    }
}
