namespace Microsoft.ML.Data;

internal static class ColumnTypes
{
    private static readonly PrimitiveDataViewType[] Known =
    [
        TextDataViewType.Instance, BooleanDataViewType.Instance, DateTimeDataViewType.Instance,
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16,
        NumberDataViewType.Int32, NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64,
        NumberDataViewType.Single, NumberDataViewType.Double,
    ];

    public static PrimitiveDataViewType OfRawType(Type rawType) =>
        Array.Find(Known, type => type.RawType == rawType)
        ?? throw new NotSupportedException($"The offline stand-in for ML.NET has no column type for {rawType}.");
}
