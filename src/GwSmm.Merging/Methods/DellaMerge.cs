using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// DELLA (Deep, Bhardwaj and Poria, 2024; arXiv 2406.11617): of each row of a task vector (fine-tuned minus base) entries are dropped at random,
/// the smaller the likelier, and those kept are divided by their probability of being kept; then a sign is elected for each parameter and the
/// entries of that sign are averaged. The mean, times lambda, is added to the base.
/// </summary>
/// <remarks>
/// In a row of n entries that with the r-th smallest magnitude (from 0) is kept with probability density + window * (r / (n - 1) - 1 / 2); of
/// equal magnitudes the one further right counts as larger. A vector is one row. The mask is a function of seed, tensor, item and position.
/// </remarks>
public sealed class DellaMerge : ITensorMergeMethod
{
    private readonly DellaOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public DellaMerge(DellaOptions? options = null)
    {
        _options = options ?? new DellaOptions();
        MethodChecks.Share("DELLA", "density", _options.Density, 0.5);
        MethodChecks.Finite("DELLA", "lambda", _options.Lambda);
        if (!(_options.Window >= 0 && _options.Density - (_options.Window / 2) > 0 && _options.Density + (_options.Window / 2) <= 1))
        {
            throw new GwSmmException(
                $"The DELLA window is {_options.Window} and the density {_options.Density}; expected density minus and plus half the window to be more than 0 and at most 1, such as 0.5 and 0.2.");
        }
    }

    /// <inheritdoc/>
    public string Name => "della";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public int UnitOf(TensorInfo tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.RowLength;
    }

    /// <inheritdoc/>
    public long WorkingBytes(TensorInfo tensor, int models)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return (long)tensor.RowLength * (sizeof(ulong) + (models * sizeof(double)));
    }

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return StreamingMerge.Merge(new DellaMerge(_options with { Seed = MaskSeeds.Combine(_options.Seed, input.Seed) }), input, cancellationToken);
    }

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        MethodChecks.NeedBase("DELLA", source);
        return new Pruned(_options, new MaskSeeds(source, _options.Seed));
    }

    private sealed class Pruned(DellaOptions options, MaskSeeds seeds) : ITensorMerge
    {
        public void Merge(TensorPiece piece, Span<float> merged)
        {
            var mean = new ChangeMean(options.ElectSigns, stackalloc double[2 * ChangeMean.Chunk], stackalloc int[2 * ChangeMean.Chunk]);
            var length = piece.Tensor.RowLength;
            var order = new ulong[length];
            var changes = new double[piece.ModelCount * length];
            for (var row = 0; row < merged.Length; row += length)
            {
                for (var m = 0; m < piece.ModelCount; m++)
                {
                    Prune(piece, row, m, order, changes.AsSpan(m * length, length));
                }

                for (var start = 0; start < length; start += ChangeMean.Chunk)
                {
                    var count = Math.Min(ChangeMean.Chunk, length - start);
                    mean.Clear();
                    for (var m = 0; m < piece.ModelCount; m++)
                    {
                        var part = changes.AsSpan((m * length) + start, count);
                        for (var i = 0; i < part.Length; i++)
                        {
                            mean.Add(i, part[i]);
                        }
                    }

                    mean.AddTo(piece.Base.Slice(row + start, count), options.Lambda, piece.ModelCount, merged.Slice(row + start, count));
                }
            }
        }

        private void Prune(TensorPiece piece, int row, int model, ulong[] order, Span<double> changes)
        {
            var values = piece.Model(model).Slice(row, changes.Length);
            var origin = piece.Base.Slice(row, changes.Length);
            var seed = seeds[piece.Tensor][model];
            for (var i = 0; i < changes.Length; i++)
            {
                // Magnitude and place in one number: a sort without equals.
                order[i] = ((ulong)MagnitudeSelection.Bits(values[i] - origin[i]) << 32) | (uint)i;
            }

            Array.Sort(order);
            for (var rank = 0; rank < order.Length; rank++)
            {
                var i = (int)(uint)order[rank];
                var position = order.Length == 1 ? 0.5 : (double)rank / (order.Length - 1);
                var kept = options.Density + (options.Window * (position - 0.5));
                changes[i] = PositionalRandom.Uniform(seed, piece.Start + row + i) < kept ? ((double)values[i] - origin[i]) / kept : 0;
            }
        }
    }
}
