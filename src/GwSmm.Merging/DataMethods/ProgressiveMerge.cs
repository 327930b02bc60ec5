using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Layer-by-layer distillation in closed form, after the progressive training of merged layers by Xu et al. (2025; ProDistill, arXiv 2502.12706) with the least squares of RegMean (Jin et al., 2023) in place of gradient
/// descent: from the lowest up, each dense layer becomes the map that takes the inputs which the merged encoder really has there to the outputs of each item's own model in the same place, so that errors of lower layers are
/// corrected instead of piling up.
/// </summary>
/// <remarks>
/// Minimised is the mean over items of |X W - Y|^2 / rows + ridge * |W - mean of the models|^2. X comes from the merged encoder with all layers below solved, Y from the item's own model. Where a residual connection
/// follows, Y is what the own model has after the sum, minus the merged encoder's residual. Every item counts alike. Layer normalisation, token types and everything above the features are averaged.
/// </remarks>
public sealed class ProgressiveMerge : IMergeMethod
{
    private readonly ProgressiveOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public ProgressiveMerge(ProgressiveOptions? options = null)
    {
        _options = options ?? new ProgressiveOptions();
        OptionCheck.Require(Name, nameof(_options.Ridge), _options.Ridge, _options.Ridge > 0 && double.IsFinite(_options.Ridge), "a finite number above 0, such as 1e-2");
        OptionCheck.Require(Name, nameof(_options.MaxResponses), _options.MaxResponses, _options.MaxResponses >= 2, "at least 2, such as 1000");
    }

    /// <inheritdoc/>
    public string Name => "progressive";

    /// <inheritdoc/>
    public bool NeedsBase => false;

    /// <inheritdoc/>
    public bool NeedsResponses => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default)
    {
        var context = MergeContext.Require(input, Name);
        var weights = new AverageMerge().Merge(input, cancellationToken);
        new ProgressiveFit(input, context, weights, _options, Name).Run(cancellationToken);
        return weights;
    }
}
