using System.Buffers;

namespace GwSmm.Encoders;

/// <summary>A delta of some rows only. Fine-tuning changes of a word embedding only the rows of tokens that occur.</summary>
public sealed class RowDelta : TensorDelta
{
    private readonly int[] _rows;

    /// <summary>Joins the parts.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">Its shape [rows, ...].</param>
    /// <param name="rows">The rows that change, ascending; kept, not copied.</param>
    /// <param name="inner">Their delta: as many rows, of the same length.</param>
    /// <exception cref="ArgumentException">The rows do not ascend or do not exist, or the inner delta does not fit or is of rows itself.</exception>
    public RowDelta(string name, IReadOnlyList<int> shape, int[] rows, TensorDelta inner)
        : base(name, shape)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(inner);
        Demand(inner is not RowDelta && inner.Rows == rows.Length && inner.Columns == Columns, $"changes {rows.Length} rows by a delta of [{string.Join(", ", inner.Shape)}]");
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0 || rows[i] >= Rows || (i > 0 && rows[i] <= rows[i - 1]))
            {
                throw new ArgumentException($"The delta of '{name}' names row {rows[i]} at place {i}; expected ascending rows from 0 to {Rows - 1}.", nameof(rows));
            }
        }

        _rows = rows;
        Inner = inner;
    }

    /// <summary>The delta of the rows that change.</summary>
    public TensorDelta Inner { get; }

    /// <summary>The rows that change, ascending.</summary>
    public IReadOnlyList<int> ChangedRows => _rows;

    /// <inheritdoc/>
    public override long ByteCount => (sizeof(int) * _rows.LongLength) + Inner.ByteCount;

    /// <inheritdoc/>
    private protected override void AddCore(int first, int count, Span<float> target)
    {
        var index = Array.BinarySearch(_rows, first);
        for (index = index < 0 ? ~index : index; index < _rows.Length && _rows[index] < first + count; index++)
        {
            Inner.AddRows(index, 1, target.Slice((_rows[index] - first) * Columns, Columns));
        }
    }

    /// <inheritdoc/>
    internal override void AddLookups(ReadOnlySpan<int> rows, Span<float> target)
    {
        if (Inner is not LowRankDelta)
        {
            base.AddLookups(rows, target);
            return;
        }

        // Rows that change are moved together, so that they make one product.
        var places = ArrayPool<int>.Shared.Rent(rows.Length);
        var numbers = ArrayPool<int>.Shared.Rent(rows.Length);
        var values = ArrayPool<float>.Shared.Rent(rows.Length * Columns);
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (Array.BinarySearch(_rows, rows[i]) is >= 0 and var number)
            {
                (places[count], numbers[count]) = (i, number);
                target.Slice(i * Columns, Columns).CopyTo(values.AsSpan(count++ * Columns));
            }
        }

        Inner.AddLookups(numbers.AsSpan(0, count), values.AsSpan(0, count * Columns));
        for (var k = 0; k < count; k++)
        {
            values.AsSpan(k * Columns, Columns).CopyTo(target[(places[k] * Columns)..]);
        }

        ArrayPool<int>.Shared.Return(places);
        ArrayPool<int>.Shared.Return(numbers);
        ArrayPool<float>.Shared.Return(values);
    }

    /// <inheritdoc/>
    internal override DeltaRecord Describe(ICollection<RawTensor> parts)
    {
        parts.Add(RawTensor.Integers(PartName(DeltaRecord.RowNumbers), [_rows.Length], _rows));
        return new DeltaRecord(Name, DeltaRecord.SomeRows, Shape) { Inner = Inner.Describe(parts) };
    }
}
