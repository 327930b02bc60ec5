using GwSmm.Encoders;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>Refuses models that cannot be merged, naming the items and what differs.</summary>
internal static class MergeChecks
{
    private const int MinimumResponses = 8;

    /// <summary>Checks options that the type system cannot.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="GwSmmException">Two grouping rules or ways of storing are set, heads are not fitted as an automatic choice needs, or a number is out of range.</exception>
    public static void Options(MergeOptions options)
    {
        string[] rules =
        [
            .. options.MaxGroupSize is null ? [] : new[] { nameof(options.MaxGroupSize) },
            .. options.Clusters is null ? [] : new[] { nameof(options.Clusters) },
            .. options.DistanceThreshold is null ? [] : new[] { nameof(options.DistanceThreshold) },
            .. options.Plan is null ? [] : new[] { nameof(options.Plan) },
        ];
        if (rules.Length > 1)
        {
            throw new GwSmmException($"The merge options set {string.Join(" and ", rules)}; groups can follow only one rule. Set one of them.");
        }

        options.Automatic?.Validate();
        options.Corrections?.Validate();
        string[] ways =
        [
            .. options.Automatic is null ? [] : new[] { nameof(options.Automatic) },
            .. options.Corrections is null ? [] : new[] { nameof(options.Corrections) },
            .. options.DeltaMethod is null ? [] : new[] { nameof(options.DeltaMethod) },
        ];
        if (ways.Length > 1)
        {
            throw new GwSmmException($"The merge options set {string.Join(" and ", ways)}; only one of them can say what is stored for an item. Set one.");
        }

        if (options is { Automatic: not null, HeadFit: not (null or HeadFit.Refit) })
        {
            throw new GwSmmException(
                $"The merge options set Automatic and HeadFit {options.HeadFit}; an automatic choice measures refitted heads, so with others nobody knows what the items keep. "
                + "Leave HeadFit null (in a pipeline: RefitHeads true), or merge without Automatic.");
        }

        if (options.MaxFeatureRows < 2)
        {
            throw new GwSmmException($"The merge option MaxFeatureRows is {options.MaxFeatureRows}; expected at least 2, such as 500.");
        }

        if (options.Threads < 1)
        {
            throw new GwSmmException($"The merge option Threads is {options.Threads}; expected at least 1.");
        }
    }

    /// <summary>Checks that known distances are those of the items.</summary>
    /// <param name="distances">The distances; null where they are not known.</param>
    /// <param name="items">The items.</param>
    /// <exception cref="GwSmmException">The distances are between other items.</exception>
    public static void Distances(DistanceMatrix? distances, IReadOnlyList<string> items)
    {
        if (distances is not null && !distances.Names.Order(StringComparer.Ordinal).SequenceEqual(items.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            throw new GwSmmException($"The distances are between {string.Join(", ", distances.Names)}, but the items are {string.Join(", ", items)}. Give distances between exactly these items, or none.");
        }
    }

    /// <summary>Checks that models and responses belong together.</summary>
    /// <param name="models">The models.</param>
    /// <param name="responses">The responses by item.</param>
    /// <exception cref="GwSmmException">No models, an item twice, an item with no or too few responses, or responses that the head cannot learn from.</exception>
    public static void Responses(IReadOnlyList<ScoringModel> models, IReadOnlyDictionary<string, ResponseSet> responses)
    {
        if (models.Count == 0)
        {
            throw new GwSmmException("There are no models to merge; give at least one.");
        }

        if (models.GroupBy(model => model.Item, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new GwSmmException($"There are {twice.Count()} models for item '{twice.Key}'; expected one for each item. Remove the others or rename their item.");
        }

        foreach (var model in models)
        {
            if (!responses.TryGetValue(model.Item, out var set))
            {
                throw new GwSmmException(
                    $"There are no responses for item '{model.Item}'; there are some for {string.Join(", ", ItemOrder.Sort(responses.Keys).Select(item => $"'{item}'"))}. Give the training responses of every model.");
            }

            if (set.Count < MinimumResponses)
            {
                throw new GwSmmException($"Item '{model.Item}' has {set.Count} responses; merging needs at least {MinimumResponses}. Add responses or leave the item out.");
            }

            HeadTargets.Create(model.Head, set);
        }
    }

    /// <summary>Checks that two models can go into one merged model.</summary>
    /// <param name="first">A model.</param>
    /// <param name="second">Another.</param>
    /// <exception cref="GwSmmException">Architecture, vocabulary, casing, longest word or feature differ.</exception>
    public static void SameArchitecture(ScoringModel first, ScoringModel second)
    {
        var difference = EncoderDifference(first.Config, second.Config)
            ?? (string.Equals(first.Vocabulary.Sha256, second.Vocabulary.Sha256, StringComparison.Ordinal)
                ? first.LowerCase != second.LowerCase ? $"lowerCase {first.LowerCase} and {second.LowerCase}"
                : WordLengthDifference(first.Vocabulary, second.Vocabulary) is { } words ? words
                : first.Features != second.Features ? $"features {Describe(first.Features)} and {Describe(second.Features)}"
                : null
                : $"vocabularies of {first.Vocabulary.Count} ('{first.Vocabulary.Source}') and {second.Vocabulary.Count} ('{second.Vocabulary.Source}') tokens");
        if (difference is not null)
        {
            throw new GwSmmException($"The models of items '{first.Item}' and '{second.Item}' differ: {difference}. Only models of one architecture can be merged; train both from the same base.");
        }
    }

    /// <summary>Compares the longest words of two vocabularies.</summary>
    /// <param name="first">A vocabulary.</param>
    /// <param name="second">Another.</param>
    /// <returns>How they differ; null where they do not.</returns>
    public static string? WordLengthDifference(Vocabulary first, Vocabulary second) => first.MaxWordLength == second.MaxWordLength
        ? null
        : $"words of up to {first.MaxWordLength} and {second.MaxWordLength} characters (max_input_chars_per_word)";

    /// <summary>Checks that the models of a group grew from the same base.</summary>
    /// <param name="group">The models of one group.</param>
    /// <param name="baseEncoder">The base that was given; null where none was.</param>
    /// <param name="method">The merge method.</param>
    /// <exception cref="GwSmmException">The bases differ, or the method needs a base that was not given.</exception>
    public static void SameBase(IReadOnlyList<ScoringModel> group, BaseEncoder? baseEncoder, IMergeMethod method)
    {
        var known = group.Where(model => model.BaseHash.Length > 0).ToArray();
        if (Array.Find(known, model => !string.Equals(model.BaseHash, known[0].BaseHash, StringComparison.Ordinal)) is { } other)
        {
            throw new GwSmmException(
                $"The models of items '{known[0].Item}' and '{other.Item}' grew from different base encoders ({Short(known[0].BaseHash)} and {Short(other.BaseHash)}), so their weights cannot be merged. "
                + "Train both from the same base or put them into different groups.");
        }

        if (!method.NeedsBase)
        {
            return;
        }

        if (baseEncoder is null)
        {
            throw new GwSmmException($"The merge method '{method.Name}' needs the base encoder that {string.Join(", ", group.Select(model => $"'{model.Item}'"))} grew from, but none was given. Give it, or use a method that needs none: {MergeMethods.WithoutBase(MergeMethods.Names)}.");
        }

        if (EncoderDifference(baseEncoder.Config, group[0].Config) is { } difference)
        {
            throw new GwSmmException($"The base encoder and the model of item '{group[0].Item}' differ: {difference}. Give the base that the model was trained from.");
        }

        if (known.Length > 0 && !string.Equals(known[0].BaseHash, baseEncoder.Hash, StringComparison.Ordinal))
        {
            throw new GwSmmException($"The model of item '{known[0].Item}' grew from the base encoder {Short(known[0].BaseHash)}, but the one given is {Short(baseEncoder.Hash)}. Give the base that the model was trained from.");
        }
    }

    /// <summary>What differs between two architectures; dropout is not part of what an encoder is.</summary>
    /// <param name="a">An architecture.</param>
    /// <param name="b">Another.</param>
    /// <returns>The differences in words; null where there is none.</returns>
    public static string? EncoderDifference(EncoderConfig a, EncoderConfig b)
    {
        (string Name, object First, object Second)[] fields =
        [
            ("layers", a.LayerCount, b.LayerCount), ("hidden size", a.HiddenSize, b.HiddenSize), ("attention heads", a.HeadCount, b.HeadCount),
            ("intermediate size", a.IntermediateSize, b.IntermediateSize), ("vocabulary size", a.VocabularySize, b.VocabularySize),
            ("positions", a.MaxPositions, b.MaxPositions), ("token types", a.TokenTypeCount, b.TokenTypeCount),
            ("layer norm epsilon", a.LayerNormEpsilon, b.LayerNormEpsilon), ("pooler", a.HasPooler, b.HasPooler),
            ("pooler activation", a.PoolerActivation, b.PoolerActivation), ("activation", a.Activation, b.Activation),
            ("embedding size", a.EmbeddingSize ?? a.HiddenSize, b.EmbeddingSize ?? b.HiddenSize), ("family", a.Family, b.Family),
        ];
        var differing = fields.Where(field => !field.First.Equals(field.Second)).Select(field => $"{field.Name} {field.First} and {field.Second}").ToArray();
        return differing.Length == 0 ? null : string.Join(", ", differing);
    }

    private static string Describe(FeatureOptions features) => $"({features.Pooling}, layer {(features.Layer is { } layer ? layer : "last")}, {features.MaxTokens} tokens)";

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
