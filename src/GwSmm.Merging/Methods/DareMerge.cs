using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// DARE, drop and rescale (Yu, Yu, Yu, Huang and Li, 2024; arXiv 2311.03099): of each task vector (fine-tuned minus base) entries are dropped
/// at random and those kept are divided by the share kept, so that the expected value stays; then the task vectors are combined.
/// </summary>
/// <remarks>The mask is a function of seed, tensor, item and position: it depends neither on other tensors and items nor on threads.</remarks>
public sealed class DareMerge : ITensorMergeMethod
{
    private readonly DareOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public DareMerge(DareOptions? options = null)
    {
        _options = options ?? new DareOptions();
        MethodChecks.Share("DARE", "density", _options.Density, 0.5);
        MethodChecks.Finite("DARE", "lambda", _options.Lambda);
    }

    /// <inheritdoc/>
    public string Name => _options.Combination == DareCombination.Ties ? "dare-ties" : "dare";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return StreamingMerge.Merge(new DareMerge(_options with { Seed = MaskSeeds.Combine(_options.Seed, input.Seed) }), input, cancellationToken);
    }

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        MethodChecks.NeedBase("DARE", source);
        return new Dropped(_options, new MaskSeeds(source, _options.Seed));
    }

    private sealed class Dropped(DareOptions options, MaskSeeds seeds) : ITensorMerge
    {
        public void Merge(TensorPiece piece, Span<float> merged)
        {
            var mean = new ChangeMean(options.Combination == DareCombination.Ties, stackalloc double[2 * ChangeMean.Chunk], stackalloc int[2 * ChangeMean.Chunk]);
            var masks = seeds[piece.Tensor];
            for (var start = 0; start < merged.Length; start += ChangeMean.Chunk)
            {
                var count = Math.Min(ChangeMean.Chunk, merged.Length - start);
                var origin = piece.Base.Slice(start, count);
                mean.Clear();
                for (var m = 0; m < masks.Length; m++)
                {
                    var model = piece.Model(m).Slice(start, count);
                    for (var i = 0; i < model.Length; i++)
                    {
                        if (PositionalRandom.Uniform(masks[m], piece.Start + start + i) < options.Density)
                        {
                            mean.Add(i, ((double)model[i] - origin[i]) / options.Density);
                        }
                    }
                }

                mean.AddTo(origin, options.Lambda, masks.Length, merged.Slice(start, count));
            }
        }
    }
}
