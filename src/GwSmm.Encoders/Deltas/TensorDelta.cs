using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>
/// What an item adds to one tensor of an encoder that it shares, stored in few bytes. A tensor [n, ...] is seen as n rows. Immutable by
/// convention; thread-safe to read.
/// </summary>
public abstract class TensorDelta
{
    private protected TensorDelta(string name, IReadOnlyList<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        var count = 1L;
        foreach (var size in shape)
        {
            if (size < 1)
            {
                throw new ArgumentException($"The delta of '{name}' has the shape [{string.Join(", ", shape)}]; expected sizes of at least 1.", nameof(shape));
            }

            count = count > Array.MaxLength ? count : count * size;
        }

        if (count > Array.MaxLength)
        {
            throw new ArgumentException($"The delta of '{name}' has the shape [{string.Join(", ", shape)}]; expected at most {Array.MaxLength} values.", nameof(shape));
        }

        Name = name;
        Shape = [.. shape];
        Rows = shape.Count == 0 ? 1 : shape[0];
        Columns = (int)count / Rows;
    }

    /// <summary>The Hugging Face name of the tensor.</summary>
    public string Name { get; }

    /// <summary>The shape of the tensor, outermost size first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The first size of the shape.</summary>
    public int Rows { get; }

    /// <summary>Values of a row: the product of the other sizes.</summary>
    public int Columns { get; }

    /// <summary>Bytes of what is stored, names and headers aside.</summary>
    public abstract long ByteCount { get; }

    /// <summary>target += delta.</summary>
    /// <param name="target">The whole tensor, row-major.</param>
    /// <exception cref="ArgumentException">The length does not fit the shape.</exception>
    public void AddTo(Span<float> target) => AddRows(0, Rows, target);

    /// <summary>Adds some rows: target += delta[first .. first + count). The bits of a row do not depend on the others.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">Rows.</param>
    /// <param name="target">These rows of the tensor, row-major.</param>
    /// <exception cref="ArgumentException">The length does not fit, or there are no such rows.</exception>
    public void AddRows(int first, int count, Span<float> target)
    {
        if (first < 0 || count < 0 || first > Rows - count || target.Length != (long)count * Columns)
        {
            throw new ArgumentException($"The delta of '{Name}' has [{Rows}, {Columns}] values; rows {first} to {first + (long)count - 1} do not fit {target.Length} values.", nameof(target));
        }

        AddCore(first, count, target);
    }

    /// <summary>Adds rows in any order: row i of the target += row rows[i] of the delta, with the bits that <see cref="AddRows"/> gives.</summary>
    /// <param name="rows">Rows that exist; the same one may come several times.</param>
    /// <param name="target">[rows, <see cref="Columns"/>], row-major.</param>
    internal virtual void AddLookups(ReadOnlySpan<int> rows, Span<float> target)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            AddCore(rows[i], 1, target.Slice(i * Columns, Columns));
        }
    }

    /// <summary>As <see cref="AddRows"/>, with arguments that fit.</summary>
    private protected abstract void AddCore(int first, int count, Span<float> target);

    /// <summary>Describes the delta for a file and hands over its arrays.</summary>
    /// <param name="parts">Receives each array under a name that starts with <see cref="Name"/>.</param>
    internal abstract DeltaRecord Describe(ICollection<RawTensor> parts);

    /// <summary>The name of an array in a file.</summary>
    private protected string PartName(string part) => Name + "|" + part;

    /// <summary>Demands something of the parts.</summary>
    private protected void Demand([DoesNotReturnIf(false)] bool holds, FormattableString found)
    {
        if (!holds)
        {
            throw new ArgumentException($"The delta of '{Name}' [{string.Join(", ", Shape)}] {FormattableString.Invariant(found)}.", nameof(found));
        }
    }

    /// <summary>Demands finite numbers.</summary>
    private protected void DemandFinite(ReadOnlySpan<float> values) =>
        Demand(TensorPrimitives.IsFiniteAll(values), $"holds NaN or infinity; expected finite numbers");
}
