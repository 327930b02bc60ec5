using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Fisher merging (Matena and Raffel, 2022; arXiv 2111.09832): each parameter is the mean of the models', weighted by the diagonal of each model's Fisher information on its own
/// item's responses, under the label distribution that the model itself predicts. No scores are needed.
/// </summary>
public sealed class FisherMerge : IMergeMethod
{
    private readonly FisherOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public FisherMerge(FisherOptions? options = null)
    {
        _options = options ?? new FisherOptions();
        OptionCheck.Require(Name, nameof(_options.Labels), (int)_options.Labels, Enum.IsDefined(_options.Labels), "Expected or Sampled");
        OptionCheck.Require(Name, nameof(_options.Floor), _options.Floor, _options.Floor > 0 && double.IsFinite(_options.Floor), "a finite number above 0, such as 1e-3");
        OptionCheck.Require(Name, nameof(_options.MaxResponses), _options.MaxResponses, _options.MaxResponses >= 2, "at least 2, such as 256");
    }

    /// <inheritdoc/>
    public string Name => "fisher";

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
        var information = new EncoderWeights[input.Items.Count];
        for (var m = 0; m < information.Length; m++)
        {
            var sequences = ResponseSample.Draw(context, input.Items[m], _options.MaxResponses);
            information[m] = new FisherInformation(context, input.Items[m], input.Models[m], sequences, _options.Labels).Compute(sequences, cancellationToken);
            context.Progress?.Report(new MergeProgress(MergePhase.Encoders, m + 1, information.Length, $"fisher, information of item {input.Items[m]} computed"));
        }

        double[] means = [.. information.Select(Mean)];
        double[] scales = [.. means.Select(mean => _options.Normalise ? 1 / mean : 1)];
        var floor = _options.Floor * (_options.Normalise ? 1 : means.Average());
        return new EncoderWeights(input.Models[0].Tensors.Select(tensor =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var merged = Weigh([.. input.Models.Select(model => model[tensor.Name].Data)], [.. information.Select(own => own[tensor.Name].Data)], scales, floor);
            return new Tensor(tensor.Name, tensor.Shape, merged);
        }).ToArray());
    }

    // A model whose predictions do not depend on its weights has no information at all.
    private static double Mean(EncoderWeights information) =>
        Math.Max(double.Epsilon * (1L << 52), information.Tensors.Sum(tensor => tensor.Data.Sum(value => (double)value)) / information.ParameterCount);

    private static float[] Weigh(float[][] models, float[][] information, double[] scales, double floor)
    {
        var merged = new float[models[0].Length];
        for (var i = 0; i < merged.Length; i++)
        {
            var (sum, total) = (0.0, 0.0);
            for (var m = 0; m < models.Length; m++)
            {
                var weight = (scales[m] * information[m][i]) + floor;
                sum += weight * models[m][i];
                total += weight;
            }

            merged[i] = (float)(sum / total);
        }

        return merged;
    }
}
