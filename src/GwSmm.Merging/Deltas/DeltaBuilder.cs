using System.Numerics.Tensors;
using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// Stores what an item's encoder has beyond a shared one in few bytes. The same encoders and options give the same bits for any number of
/// threads. Thread-safe.
/// </summary>
public static class DeltaBuilder
{
    /// <summary>Makes the delta.</summary>
    /// <param name="shared">The shared encoder.</param>
    /// <param name="individual">The item's encoder; its tensors have the same names and shapes.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at before every tensor.</param>
    /// <returns>Deltas of the tensors that differ.</returns>
    /// <exception cref="GwSmmException">An option is out of range, the encoders differ in names or shapes, or a value is not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EncoderDelta Build(EncoderWeights shared, EncoderWeights individual, DeltaOptions? options = null, CancellationToken cancellationToken = default) =>
        new(Tensors(shared, individual, options ?? new DeltaOptions(), cancellationToken).Select(pair => pair.Delta).OfType<TensorDelta>());

    /// <summary>Makes the delta and measures its error; see <see cref="Build"/>.</summary>
    /// <param name="shared">The shared encoder.</param>
    /// <param name="individual">The item's encoder.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at before every tensor.</param>
    /// <returns>The delta and the error of every tensor.</returns>
    /// <exception cref="GwSmmException">As for <see cref="Build"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DeltaBuild Measure(EncoderWeights shared, EncoderWeights individual, DeltaOptions? options = null, CancellationToken cancellationToken = default)
    {
        var deltas = new List<TensorDelta>();
        var errors = new List<TensorDeltaError>();
        foreach (var (name, difference, delta) in Tensors(shared, individual, options ?? new DeltaOptions(), cancellationToken))
        {
            var norm = Math.Sqrt(SquaredNorm(difference));
            TensorPrimitives.Negate(difference, difference);
            if (delta is not null)
            {
                delta.AddTo(difference);
                deltas.Add(delta);
            }

            errors.Add(new TensorDeltaError(name, norm, Math.Sqrt(SquaredNorm(difference)), delta?.ByteCount ?? 0));
        }

        return new DeltaBuild(new EncoderDelta(deltas), errors);
    }

    private static IEnumerable<(string Name, float[] Difference, TensorDelta? Delta)> Tensors(
        EncoderWeights shared, EncoderWeights individual, DeltaOptions options, CancellationToken cancellationToken)
    {
        // Checks that names and shapes agree and values are finite.
        _ = new MergeInput(["shared", "individual"], [shared, individual]);
        options.Validate();
        foreach (var tensor in shared.Tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var difference = new float[tensor.Data.Length];
            TensorPrimitives.Subtract(individual[tensor.Name].Data, tensor.Data, difference);
            yield return (tensor.Name, difference, Store(tensor.Name, tensor.Shape, difference, options));
        }
    }

    private static TensorDelta? Store(string name, IReadOnlyList<int> shape, float[] difference, DeltaOptions options)
    {
        if (options.Tensors?.Invoke(name) == false || (!options.Embeddings && name.StartsWith("embeddings.", StringComparison.Ordinal)))
        {
            return null;
        }

        if (shape.Count != 2)
        {
            return difference.AsSpan().ContainsAnyExcept(0f) ? Dense(name, shape, difference, options) : null;
        }

        var columns = shape[1];
        int[] rows = [.. Enumerable.Range(0, shape[0]).Where(row => difference.AsSpan(row * columns, columns).ContainsAnyExcept(0f))];
        if (rows.Length == 0)
        {
            return null;
        }

        if (rows.Length == shape[0])
        {
            return Matrix(name, shape, difference, options);
        }

        var some = new float[rows.Length * columns];
        for (var i = 0; i < rows.Length; i++)
        {
            difference.AsSpan(rows[i] * columns, columns).CopyTo(some.AsSpan(i * columns));
        }

        return new RowDelta(name, shape, rows, Matrix(name, [rows.Length, columns], some, options));
    }

    private static TensorDelta Matrix(string name, IReadOnlyList<int> shape, float[] difference, DeltaOptions options)
    {
        var threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        return options.Kind switch
        {
            DeltaKind.Dense => Dense(name, shape, difference, options),
            DeltaKind.LowRank => LowRankFit.Fit(name, shape, difference, options.Rank, threads),
            DeltaKind.Sign => SignFit.Fit(name, shape, difference, options.Density, threads),
            _ => QuantizedFit.Fit(name, shape, difference, Bits(options.Kind), threads),
        };
    }

    private static int Bits(DeltaKind kind) => kind switch
    {
        DeltaKind.Int8 => 8,
        DeltaKind.Int4 => 4,
        DeltaKind.Int3 => 3,
        _ => 2,
    };

    private static DenseDelta Dense(string name, IReadOnlyList<int> shape, float[] difference, DeltaOptions options)
    {
        if (!options.HalfPrecision)
        {
            return new DenseDelta(name, shape, (float[])difference.Clone());
        }

        var halves = new Half[difference.Length];
        TensorPrimitives.ConvertToHalf(difference, halves);
        return new DenseDelta(name, shape, halves);
    }

    private static double SquaredNorm(float[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }
}
