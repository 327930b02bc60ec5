using System.Reflection;

namespace Microsoft.ML.Data;

// From members of a user's object to column values.
internal static class TypedGetters
{
    public static Delegate Create(TypedMember member, Func<object> row)
    {
        string method = (member.IsVector, member.ValueType.IsArray, member.ItemType == typeof(ReadOnlyMemory<char>)) switch
        {
            (true, true, true) when member.ValueType == typeof(string[]) => nameof(TextVector),
            (true, true, _) => nameof(Vector),
            (false, _, true) when member.ValueType == typeof(string) => nameof(Text),
            _ => nameof(Direct),
        };
        Type argument = method switch
        {
            nameof(Vector) => member.ItemType,
            nameof(Direct) => member.ValueType,
            _ => typeof(object),
        };
        return (Delegate)typeof(TypedGetters).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)
            .MakeGenericMethod(argument).Invoke(null, [member, row]);
    }

    private static ValueGetter<T> Direct<T>(TypedMember member, Func<object> row) => (ref T value) => value = (T)member.Get(row());

    private static ValueGetter<ReadOnlyMemory<char>> Text<T>(TypedMember member, Func<object> row) =>
        (ref ReadOnlyMemory<char> value) => value = ((string)member.Get(row())).AsMemory();

    private static ValueGetter<VBuffer<T>> Vector<T>(TypedMember member, Func<object> row) =>
        (ref VBuffer<T> value) =>
        {
            var array = (T[])member.Get(row()) ?? [];
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, array.Length);
            array.CopyTo(editor.Values);
            value = editor.Commit();
        };

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> TextVector<T>(TypedMember member, Func<object> row) =>
        (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            string[] array = (string[])member.Get(row()) ?? [];
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, array.Length);
            for (int i = 0; i < array.Length; i++)
                editor.Values[i] = array[i].AsMemory();
            value = editor.Commit();
        };
}
