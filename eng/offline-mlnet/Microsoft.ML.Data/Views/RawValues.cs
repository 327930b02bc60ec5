using System.Reflection;

namespace Microsoft.ML.Data;

// Generic code chosen by a column's raw type.
internal static class RawValues
{
    public static Delegate CreateDefaultGetter(Type rawType) => (Delegate)Call(nameof(DefaultGetter), rawType);

    // Reads the current value, boxed.
    public static Func<object> CreateReader(DataViewRow row, DataViewSchema.Column column) =>
        (Func<object>)Call(nameof(Reader), column.Type.RawType, row, column);

    // Writes boxed values into a typed slot.
    public static Delegate CreateGetter(Type rawType, Func<object> read) => (Delegate)Call(nameof(Getter), rawType, read);

    // A vector annotation of that item type.
    public static Delegate CreateVectorGetter(Type itemType, IReadOnlyList<object> values) => (Delegate)Call(nameof(VectorGetter), itemType, values);

    public static IReadOnlyList<object> ReadVectorAnnotation(DataViewSchema.Annotations annotations, string kind, Type itemType) =>
        (IReadOnlyList<object>)Call(nameof(VectorAnnotation), itemType, annotations, kind);

    public static object ReadAnnotation(DataViewSchema.Annotations annotations, string kind, Type rawType) =>
        Call(nameof(Annotation), rawType, annotations, kind);

    private static object Call(string method, Type type, params object[] arguments)
    {
        try
        {
            return typeof(RawValues).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static).MakeGenericMethod(type).Invoke(null, arguments);
        }
        catch (TargetInvocationException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private static ValueGetter<T> DefaultGetter<T>() => (ref T value) => value = default;

    private static Func<object> Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);
            return value;
        };
    }

    private static ValueGetter<T> Getter<T>(Func<object> read) => (ref T value) => value = (T)read();

    private static ValueGetter<VBuffer<T>> VectorGetter<T>(IReadOnlyList<object> values)
    {
        T[] typed = [.. values.Cast<T>()];
        return (ref VBuffer<T> target) => VBuffer<T>.Copy(typed, 0, ref target, typed.Length);
    }

    private static IReadOnlyList<object> VectorAnnotation<T>(DataViewSchema.Annotations annotations, string kind)
    {
        VBuffer<T> values = default;
        annotations.GetValue(kind, ref values);
        return [.. values.DenseValues().Cast<object>()];
    }

    private static object Annotation<T>(DataViewSchema.Annotations annotations, string kind)
    {
        T value = default;
        annotations.GetValue(kind, ref value);
        return value;
    }
}
