using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Regression mean (Jin, Ren, Preotiuc-Pietro and Cheng, 2023; arXiv 2212.09849): each dense layer becomes the linear map that is nearest, in the mean square over all items' inputs, to what
/// each item's own layer makes of that item's inputs: W = (sum G_i)^-1 sum G_i W_i, where G_i is the Gram matrix of the inputs, the bias standing for a constant input. With
/// <see cref="RegMeanOptions.MergedInputs"/> the inputs come from the merged layers below (RegMean++; Nguyen et al., 2025; arXiv 2508.03121).
/// </summary>
/// <remarks>
/// Every item counts alike, whatever the number of its tokens. Layer normalisation, token types and everything above the features are averaged. The hidden states of all items are kept, and
/// the Gram matrices of one layer. Double precision from the inputs on.
/// </remarks>
public sealed class RegMeanMerge : IMergeMethod
{
    private readonly RegMeanOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public RegMeanMerge(RegMeanOptions? options = null)
    {
        _options = options ?? new RegMeanOptions();
        OptionCheck.Require(Name, nameof(_options.OffDiagonalScale), _options.OffDiagonalScale, _options.OffDiagonalScale is >= 0 and <= 1, "0 to 1, such as 0.9");
        OptionCheck.Require(Name, nameof(_options.Ridge), _options.Ridge, _options.Ridge > 0 && double.IsFinite(_options.Ridge), "a finite number above 0, such as 1e-4");
        OptionCheck.Require(Name, nameof(_options.MaxResponses), _options.MaxResponses, _options.MaxResponses >= 2, "at least 2, such as 1000");
    }

    /// <inheritdoc/>
    public string Name => _options.MergedInputs ? "regmean++" : "regmean";

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
        new RegMeanFit(input, context, weights, _options, Name).Run(cancellationToken);
        return weights;
    }
}
