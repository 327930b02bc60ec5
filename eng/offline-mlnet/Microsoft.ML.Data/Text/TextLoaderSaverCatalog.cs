using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class TextLoaderSaverCatalog
{
    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        RefuseSparse(allowSparse);
        return catalog.LoadFromTextFile(path, new TextLoader.Options
        {
            Columns = columns,
            Separators = [separatorChar],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
        });
    }

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null)
    {
        if (options?.Columns is not { Length: > 0 } columns)
            throw new NotSupportedException("The offline stand-in for ML.NET demands TextLoader.Options.Columns.");
        return new TextFileView(path, options, [.. columns.Select(Bind)]);
    }

    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        RefuseSparse(allowSparse);
        return catalog.LoadFromTextFile<TInput>(path, new TextLoader.Options
        {
            Separators = [separatorChar],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
        });
    }

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options) =>
        new TextFileView(path, options ?? new TextLoader.Options(), [.. TypedMember.Of(typeof(TInput), written: false).Select(Bind)]);

    private static TextColumn Bind(TypedMember member)
    {
        LoadColumnAttribute source = member.Source
            ?? throw new InvalidOperationException($"Member '{member.MemberName}' is missing the LoadColumnAttribute attribute");
        DataViewType type = member.GetColumnType();
        return new TextColumn(
            member.Name,
            type is VectorDataViewType vector ? new VectorDataViewType(vector.ItemType, source.Fields.Length) : type,
            source.Fields);
    }

    private static TextColumn Bind(TextLoader.Column column)
    {
        int[] fields = [.. column.Source.SelectMany(r => Enumerable.Range(r.Min, (r.Max ?? r.Min) - r.Min + 1))];
        PrimitiveDataViewType item = column.DataKind switch
        {
            DataKind.String => TextDataViewType.Instance,
            DataKind.Boolean => BooleanDataViewType.Instance,
            DataKind.Double => NumberDataViewType.Double,
            DataKind.Int32 => NumberDataViewType.Int32,
            DataKind.Int64 => NumberDataViewType.Int64,
            DataKind.Single => NumberDataViewType.Single,
            _ => throw new NotSupportedException($"The offline stand-in for ML.NET does not load {column.DataKind} from text."),
        };
        return new TextColumn(column.Name, column.IsVector ? new VectorDataViewType(item, fields.Length) : item, fields);
    }

    private static void RefuseSparse(bool allowSparse)
    {
        if (allowSparse)
            throw new NotSupportedException("The offline stand-in for ML.NET does not read sparse text.");
    }
}
