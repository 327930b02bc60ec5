using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>
/// Task arithmetic (Ilharco, Ribeiro, Wortsman, Gururangan, Schmidt, Hajishirzi and Farhadi, 2023; arXiv 2212.04089): the base plus the sum of all
/// task vectors (fine-tuned minus base), each times its lambda. With lambda = 1 / k it is the mean of k encoders.
/// </summary>
public sealed class TaskArithmeticMerge : ITensorMergeMethod
{
    private const string Label = "task arithmetic";
    private readonly TaskArithmeticOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A lambda is not finite.</exception>
    public TaskArithmeticMerge(TaskArithmeticOptions? options = null)
    {
        _options = options ?? new TaskArithmeticOptions();
        MethodChecks.Finite(Label, "lambda", _options.Lambda);
        foreach (var (item, lambda) in _options.ItemLambdas ?? new Dictionary<string, double>(StringComparer.Ordinal))
        {
            MethodChecks.Finite(Label, $"lambda of item '{item}'", lambda);
        }
    }

    /// <inheritdoc/>
    public string Name => "task-arithmetic";

    /// <inheritdoc/>
    public bool NeedsBase => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Refit;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => StreamingMerge.Merge(this, input, cancellationToken);

    /// <inheritdoc/>
    public ITensorMerge Prepare(ITensorSource source, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        MethodChecks.NeedBase("Task arithmetic", source);
        var factors = LinearFactors.OfChanges([.. source.Items.Select(item => _options.ItemLambdas?.TryGetValue(item, out var lambda) == true ? lambda : _options.Lambda)]);
        return new LinearMerge(_ => factors);
    }
}
