using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>What a merge method that learns from responses knows of the items beside their encoders. Immutable by convention; thread-safe to read.</summary>
public sealed class MergeContext
{
    /// <summary>Collects responses and heads.</summary>
    /// <param name="config">The architecture of all encoders.</param>
    /// <param name="features">What the heads read.</param>
    /// <param name="sequences">Token numbers of each item's own responses, special tokens included; no scores are needed.</param>
    /// <param name="heads">Each item's individual head.</param>
    /// <param name="threads">Threads to use, at least 1; no result depends on it. Default 1.</param>
    /// <param name="seed">The seed of all random choices. Default 0.</param>
    /// <param name="progress">Told of the method's steps; null, the default, for none.</param>
    /// <exception cref="GwSmmException">An item has no head or no responses, or a head does not fit the architecture; a sequence is empty, too long or has an unknown token.</exception>
    public MergeContext(
        EncoderConfig config, FeatureOptions features, IReadOnlyDictionary<string, int[][]> sequences, IReadOnlyDictionary<string, ScoringHead> heads,
        int threads = 1, ulong seed = 0, IProgress<MergeProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Config = config;
        Features = features;
        Sequences = sequences;
        Heads = heads;
        Threads = threads;
        Seed = seed;
        Progress = progress;
        foreach (var item in sequences.Keys)
        {
            CheckItem(item);
        }
    }

    /// <summary>The architecture of all encoders.</summary>
    public EncoderConfig Config { get; }

    /// <summary>What the heads read.</summary>
    public FeatureOptions Features { get; }

    /// <summary>Token numbers of each item's own responses.</summary>
    public IReadOnlyDictionary<string, int[][]> Sequences { get; }

    /// <summary>Each item's individual head.</summary>
    public IReadOnlyDictionary<string, ScoringHead> Heads { get; }

    /// <summary>Threads to use; no result depends on it.</summary>
    public int Threads { get; }

    /// <summary>The seed of all random choices.</summary>
    public ulong Seed { get; }

    /// <summary>Told of the method's steps; null for none.</summary>
    public IProgress<MergeProgress>? Progress { get; }

    /// <summary>Reads the responses of a group.</summary>
    /// <param name="models">The models of the group, of one architecture.</param>
    /// <param name="responses">The responses by item.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="progress">Told of steps.</param>
    /// <returns>The context.</returns>
    internal static MergeContext Create(
        IReadOnlyList<ScoringModel> models, IReadOnlyDictionary<string, ResponseSet> responses, int threads, ulong seed, IProgress<MergeProgress>? progress)
    {
        var first = models[0];
        var tokenizer = new TextTokenizer(first.Vocabulary, first.LowerCase);
        return new MergeContext(
            first.Config,
            first.Features,
            models.ToDictionary(
                model => model.Item, model => responses[model.Item].Texts.Select(text => tokenizer.Tokenize(text, first.Features.MaxTokens).Ids).ToArray(), StringComparer.Ordinal),
            models.ToDictionary(model => model.Item, model => model.Head, StringComparer.Ordinal),
            threads,
            seed,
            progress);
    }

    /// <summary>The context of an input, after checking that it has what a method needs.</summary>
    /// <param name="input">The input.</param>
    /// <param name="method">The method's name.</param>
    /// <returns>The context.</returns>
    /// <exception cref="GwSmmException">There is none, or it lacks an item.</exception>
    internal static MergeContext Require(MergeInput input, string method)
    {
        ArgumentNullException.ThrowIfNull(input);
        var context = input.Context ?? throw new GwSmmException(
            $"The merge method '{method}' learns from the responses to {string.Join(", ", input.Items.Select(item => $"'{item}'"))}, but none were given. Give a MergeContext with their token numbers and heads, or merge by average.");
        if (input.Items.FirstOrDefault(item => !context.Sequences.ContainsKey(item)) is { } missing)
        {
            throw new GwSmmException(
                $"The merge method '{method}' has no responses to item '{missing}'; there are some for {string.Join(", ", ItemOrder.Sort(context.Sequences.Keys).Select(item => $"'{item}'"))}. Give the responses of every item that is merged.");
        }

        EncoderLayout.Check(context.Config, input.Models[0]);
        return context;
    }

    private void CheckItem(string item)
    {
        if (!Heads.TryGetValue(item, out var head))
        {
            throw new GwSmmException($"Item '{item}' has responses but no head; give the head of its individual model.");
        }

        if (head.FeatureCount != Config.HiddenSize)
        {
            throw new GwSmmException($"The head of item '{item}' reads {head.FeatureCount} features; expected {Config.HiddenSize}, the encoder's hidden size. Give the head of its individual model.");
        }

        if (Array.Exists([.. head.Weight, .. head.Bias], value => !float.IsFinite(value)))
        {
            throw new GwSmmException($"The head of item '{item}' holds a value that is not finite. Train the item again.");
        }

        var sequences = Sequences[item];
        if (sequences.Length < 2)
        {
            throw new GwSmmException($"Item '{item}' has {sequences.Length} responses; merging by responses needs at least 2. Add responses or leave the item out.");
        }

        for (var i = 0; i < sequences.Length; i++)
        {
            if (sequences[i].Length == 0 || sequences[i].Length > Config.MaxPositions)
            {
                throw new GwSmmException($"Response {i + 1} to item '{item}' has {sequences[i].Length} tokens; expected 1 to {Config.MaxPositions}. Cut it or leave it out.");
            }

            if (Array.Exists(sequences[i], id => (uint)id >= (uint)Config.VocabularySize))
            {
                throw new GwSmmException(
                    $"Response {i + 1} to item '{item}' has the token number {Array.Find(sequences[i], id => (uint)id >= (uint)Config.VocabularySize)}; expected 0 to {Config.VocabularySize - 1}. Use the tokenizer of the models.");
            }
        }
    }
}
