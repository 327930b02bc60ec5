using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// Merging by distillation (Hinton, Vinyals and Dean, 2015; Romero et al., 2015): the merged encoder is trained so that on each item's own responses its features and the
/// head's label distribution follow the item's individual model; see <see cref="EncoderDistiller"/>. No scores are needed. The heads
/// are distilled along, and kept by default: a refit would see features that already know the training responses.
/// </summary>
public sealed class DistillMerge : IHeadMergeMethod
{
    private readonly DistillMergeOptions _options;

    /// <summary>Creates the method.</summary>
    /// <param name="options">The parameters; null for the defaults.</param>
    /// <exception cref="GwSmmException">A parameter is out of range.</exception>
    public DistillMerge(DistillMergeOptions? options = null)
    {
        _options = options ?? new DistillMergeOptions();
        _options.Training.Validate();
    }

    /// <inheritdoc/>
    public string Name => "distill";

    /// <inheritdoc/>
    public bool NeedsBase => _options.Start.NeedsBase;

    /// <inheritdoc/>
    public bool NeedsResponses => true;

    /// <inheritdoc/>
    public HeadFit DefaultHeadFit => HeadFit.Keep;

    /// <inheritdoc/>
    public EncoderWeights Merge(MergeInput input, CancellationToken cancellationToken = default) => MergeWithHeads(input, cancellationToken).Weights;

    /// <inheritdoc/>
    public DistillationResult MergeWithHeads(MergeInput input, CancellationToken cancellationToken = default)
    {
        var context = MergeContext.Require(input, Name);
        var start = _options.Start.Merge(input, cancellationToken);
        var training = _options.Training with { Threads = context.Threads, Seed = DeterministicRandom.Derive(context.Seed, "distillation of " + string.Join('\n', input.Items)) };
        DistillationTeacher[] teachers = [.. input.Items.Select((item, i) => new DistillationTeacher(item, input.Models[i], context.Heads[item], context.Sequences[item]))];
        var relay = context.Progress is null ? null : new DistillationRelay(context.Progress);
        return new EncoderDistiller(training).Distill(context.Config, start, teachers, context.Features, relay, cancellationToken);
    }
}
