namespace Microsoft.ML.Data;

// A column made of one other: boxed values keep the conversions short.
internal sealed record ConvertedColumn(
    string Name,
    DataViewType Type,
    DataViewSchema.Annotations Annotations,
    DataViewSchema.Column Source,
    Func<object, object> Convert);
