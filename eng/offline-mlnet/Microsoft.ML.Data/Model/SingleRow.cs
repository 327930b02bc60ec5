using System.Collections;

namespace Microsoft.ML.Data;

// An endless sequence of whatever the value is at the time: every move of a cursor makes a new row of it.
internal sealed class SingleRow<T> : IEnumerable<T>
{
    public T Value { get; set; }

    public IEnumerator<T> GetEnumerator()
    {
        while (true)
            yield return Value;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
