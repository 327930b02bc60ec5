using System.Numerics.Tensors;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Spherical linear interpolation (Shoemake, 1985) of each tensor as one vector: sin((1 - t) w) / sin(w) of the first plus sin(t w) / sin(w) of
/// the second, w being the angle between them. Tensors that are nearly parallel, or 0, are interpolated linearly.
/// </summary>
/// <remarks>
/// Three encoders and more are merged one after the other, in the order of their items: the n-th goes into the result of those before it with
/// t = 1 / n, so that each has an equal share where tensors are parallel. The result depends on that order.
/// </remarks>
public sealed class SlerpMerge : ITensorMergeMethod
{
    private const int Chunk = 512;
    private readonly SlerpOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public SlerpMerge(SlerpOptions? options = null)
    {
        _options = options ?? new SlerpOptions();
        MethodChecks.Share("SLERP", "parallel cosine", _options.ParallelCosine, 0.9995);
        if (!(_options.Fraction >= 0 && _options.Fraction <= 1))
        {
            throw new GwSmmException($"The SLERP fraction is {_options.Fraction}; expected 0 to 1, such as 0.5.");
        }
    }

    /// <inheritdoc/>
    public string Name => "slerp";

    /// <inheritdoc/>
    public bool NeedsBase => _options.OfTaskVectors;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (_options.OfTaskVectors)
        {
            MethodChecks.NeedBase("SLERP of task vectors", source);
        }

        var models = source.Items.Count;
        if (models > 2 && _options.Fraction != new SlerpOptions().Fraction)
        {
            throw new GwSmmException($"The SLERP fraction is {_options.Fraction}, but {models} encoders are to be merged; a fraction is for two. Leave it out, or make groups of two.");
        }

        var products = Products(source, threads, cancellationToken);
        var factors = products.ToDictionary(
            pair => pair.Key,
            pair => Factors(pair.Value, models) is var weights && _options.OfTaskVectors ? LinearFactors.OfChanges(weights) : new LinearFactors(weights),
            StringComparer.Ordinal);
        return new LinearMerge(tensor => factors[tensor.Name]);
    }

    /// <summary>The factors by which the encoders are combined, from their scalar products.</summary>
    /// <param name="products">The scalar products [k, k].</param>
    /// <param name="models">k.</param>
    /// <returns>The factors [k].</returns>
    private double[] Factors(double[] products, int models)
    {
        var factors = new double[models];
        factors[0] = 1;
        for (var next = 1; next < models; next++)
        {
            var (square, product) = (0.0, 0.0);
            for (var i = 0; i < next; i++)
            {
                product += factors[i] * products[(i * models) + next];
                for (var j = 0; j < next; j++)
                {
                    square += factors[i] * factors[j] * products[(i * models) + j];
                }
            }

            var t = models == 2 ? _options.Fraction : 1.0 / (next + 1);
            var (before, after) = Interpolate(product / Math.Sqrt(square * products[(next * models) + next]), t);
            for (var i = 0; i < next; i++)
            {
                factors[i] *= before;
            }

            factors[next] = after;
        }

        return factors;
    }

    private (double Before, double After) Interpolate(double cosine, double t)
    {
        // A vector of 0 has no angle: NaN, and so linear.
        if (!(Math.Abs(cosine) < _options.ParallelCosine))
        {
            return (1 - t, t);
        }

        var angle = Math.Acos(cosine);
        return (Math.Sin((1 - t) * angle) / Math.Sin(angle), Math.Sin(t * angle) / Math.Sin(angle));
    }

    private Dictionary<string, double[]> Products(ITensorSource source, int threads, CancellationToken cancellationToken)
    {
        var models = source.Items.Count;
        var loop = new PieceLoop(source, source.Tensors, threads);
        var parts = new double[loop.Count][];
        loop.Run((piece, index) => parts[index] = Products(piece), cancellationToken);

        // Summed in the order of the parts, whichever thread did them.
        var sums = source.Tensors.ToDictionary(tensor => tensor.Name, _ => new double[models * models], StringComparer.Ordinal);
        for (var index = 0; index < parts.Length; index++)
        {
            var sum = sums[loop.TensorOf(index).Name];
            TensorPrimitives.Add(sum, parts[index], sum);
        }

        return sums;
    }

    private double[] Products(TensorPiece piece)
    {
        var models = piece.ModelCount;
        var products = new double[models * models];
        var wide = new double[(models + 1) * Chunk];
        var origin = wide.AsSpan(models * Chunk);
        for (var start = 0; start < piece.Count; start += Chunk)
        {
            var count = Math.Min(Chunk, piece.Count - start);
            if (_options.OfTaskVectors)
            {
                TensorPrimitives.ConvertTruncating<float, double>(piece.Base.Slice(start, count), origin);
            }

            for (var m = 0; m < models; m++)
            {
                var row = wide.AsSpan(m * Chunk, count);
                TensorPrimitives.ConvertTruncating<float, double>(piece.Model(m).Slice(start, count), row);
                if (_options.OfTaskVectors)
                {
                    TensorPrimitives.Subtract(row, origin[..count], row);
                }

                for (var other = 0; other <= m; other++)
                {
                    var product = TensorPrimitives.Dot(row, (ReadOnlySpan<double>)wide.AsSpan(other * Chunk, count));
                    products[(m * models) + other] += product;
                    products[(other * models) + m] += other == m ? 0 : product;
                }
            }
        }

        return products;
    }
}
