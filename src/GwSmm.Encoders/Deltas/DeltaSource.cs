using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// The arrays of a shared encoder with an item's delta. Matrices are summed into buffers when they are asked for, so at most one layer is
/// there at a time; a delta of so low a rank that two thin products are cheaper stays beside the shared matrix. Not thread-safe.
/// </summary>
/// <param name="shared">The shared encoder.</param>
/// <param name="item">The item's delta.</param>
/// <param name="buffers">Where sums go.</param>
/// <param name="threads">Threads to use.</param>
internal sealed class DeltaSource(EncoderWeights shared, ItemTensors item, DeltaBuffers buffers, int threads) : ReadOnlySource(shared)
{
    // Enough work for a task, little enough for the caches.
    private const int ValuesPerTask = 1 << 14;

    /// <inheritdoc/>
    public override float[] Array(string name) => item.Small(name) ?? base.Array(name);

    /// <inheritdoc/>
    public override TableParameters Rows(string name, int rows) => item.Delta.TryGet(name, out var delta) ? new(Sum(name, delta, rows)) : base.Rows(name, rows);

    /// <inheritdoc/>
    public override DenseParameters Dense(string prefix, bool whole = false)
    {
        var name = prefix + ".weight";
        var bias = Array(prefix + ".bias");
        return !item.Delta.TryGet(name, out var delta) ? new DenseParameters(Weights[name].Values, bias)
            : delta is LowRankDelta { IsThin: true } thin && !whole ? new DenseParameters(Weights[name].Values, bias) { Correction = thin }
            : new DenseParameters(Sum(name, delta, delta.Rows), bias);
    }

    private float[] Sum(string name, TensorDelta delta, int rows)
    {
        var columns = delta.Columns;
        var values = Weights[name].Values;
        var sum = buffers.For(Role(name), values.Length);
        var step = Math.Max(1, ValuesPerTask / columns);
        Threads.For((rows + step - 1) / step, threads, task =>
        {
            var (first, count) = (task * step, Math.Min(step, rows - (task * step)));
            var target = sum.AsSpan(first * columns, count * columns);
            values.Span.Slice(first * columns, count * columns).CopyTo(target);
            delta.AddRows(first, count, target);
        });
        return sum;
    }

    private static string Role(string name) => name.StartsWith(LayerParameters.AllLayers, StringComparison.Ordinal)
        ? name[(name.IndexOf('.', LayerParameters.AllLayers.Length) + 1)..]
        : name;
}
