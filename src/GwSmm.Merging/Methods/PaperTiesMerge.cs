using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// TIES as the authors of GW-SMM (arXiv 2503.09774) run it: the base is the first fine-tuned encoder of the group, density 0.3, lambda
/// 0.5; heads are then trained for 10 epochs at 2e-5. It is here to reproduce the paper: with the first model as base its own
/// task vector is zero, so the others are pulled halfway in and the true base plays no part.
/// </summary>
public sealed class PaperTiesMerge : ITensorMergeMethod
{
    /// <summary>The share of each task vector that the authors keep.</summary>
    public const double Density = 0.3;

    /// <summary>The authors' factor of the merged task vector.</summary>
    public const double Lambda = 0.5;

    private readonly TiesMerge _ties = new(new TiesOptions { Density = Density, Lambda = Lambda });

    /// <inheritdoc/>
    public string Name => "paper-ties";

    /// <inheritdoc/>
    public bool NeedsBase => false;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Training;

    /// <inheritdoc/>
    public long WorkingBytes(TensorInfo tensor, int models) => _ties.WorkingBytes(tensor, models);

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new OnFirst(_ties.Prepare(new FirstModelAsBase(source), threads, cancellationToken));
    }

    private sealed class OnFirst(ITensorMerge ties) : ITensorMerge
    {
        public void Merge(TensorPiece piece, Span<float> merged)
        {
            ArgumentNullException.ThrowIfNull(piece);
            ties.Merge(piece.WithFirstAsBase(), merged);
        }
    }
}
