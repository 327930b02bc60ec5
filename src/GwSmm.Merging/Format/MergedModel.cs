using System.Collections.Frozen;
using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>Scoring models after a merge: groups of items, one encoder per group, one head per item. Immutable by convention; thread-safe to read.</summary>
public sealed class MergedModel
{
    private readonly FrozenDictionary<string, int> _groupOf;
    private readonly Lazy<SharedTensors> _shared;

    /// <summary>Creates a model.</summary>
    /// <param name="config">The architecture of every encoder.</param>
    /// <param name="vocabulary">The vocabulary of every encoder.</param>
    /// <param name="lowerCase">Whether texts are lower-cased.</param>
    /// <param name="features">Which vector of the encoder a head reads.</param>
    /// <param name="groups">The groups, at least one; no item in two of them.</param>
    /// <param name="provenance">How the model was made.</param>
    /// <exception cref="ArgumentException">An item is in two groups, a group's weights do not fit the architecture, or a head does not fit the encoder.</exception>
    public MergedModel(EncoderConfig config, Vocabulary vocabulary, bool lowerCase, FeatureOptions features, IReadOnlyList<MergedGroup> groups, MergeProvenance provenance)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(provenance);
        Items = ItemOrder.Sort(groups.SelectMany(group => group.Items));
        if (Items.Count == 0 || Items.Distinct(StringComparer.Ordinal).Count() != Items.Count)
        {
            throw new ArgumentException($"The groups hold {string.Join(", ", Items)}; expected every item once.", nameof(groups));
        }

        foreach (var group in groups)
        {
            EncoderLayout.Check(config, group.Weights);
            foreach (var item in group.Items.Where(item => group.HeadOf(item).FeatureCount != config.HiddenSize))
            {
                throw new ArgumentException($"The head of item '{item}' takes {group.HeadOf(item).FeatureCount} features; the encoder gives {config.HiddenSize}.", nameof(groups));
            }
        }

        var comparer = ItemOrder.ComparerFor(Items);
        Config = config;
        Vocabulary = vocabulary;
        LowerCase = lowerCase;
        Features = features;
        Groups = [.. groups.OrderBy(group => group.Items[0], comparer)];
        Provenance = provenance;
        _shared = new Lazy<SharedTensors>(() => new SharedTensors(Groups));
        _groupOf = Groups.SelectMany((group, g) => group.Items.Select(item => (item, g))).ToFrozenDictionary(pair => pair.item, pair => pair.g, StringComparer.Ordinal);
    }

    /// <summary>The architecture of every encoder.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The vocabulary of every encoder.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether texts are lower-cased.</summary>
    public bool LowerCase { get; }

    /// <summary>Which vector of the encoder a head reads.</summary>
    public FeatureOptions Features { get; }

    /// <summary>The groups, ascending by their first items.</summary>
    public IReadOnlyList<MergedGroup> Groups { get; }

    /// <summary>All items, in ascending order.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>How the model was made.</summary>
    public MergeProvenance Provenance { get; }

    /// <summary>
    /// Bytes of all weights, deltas and heads as <see cref="Save(string)"/> stores them, vocabulary and descriptions aside: tensors that groups have
    /// in common count once.
    /// </summary>
    public long ParameterBytes => Shared.ByteCount + Groups.Sum(group => group.DeltaBytes + group.Items.Sum(item => HeadBytes(group.HeadOf(item))));

    /// <summary>What groups have in common; compared once, when first asked for.</summary>
    internal SharedTensors Shared => _shared.Value;

    /// <summary>The position of an item's group in <see cref="Groups"/>.</summary>
    /// <param name="item">The item.</param>
    /// <returns>From 0.</returns>
    /// <exception cref="GwSmmException">The model has no such item.</exception>
    public int GroupIndexOf(string item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _groupOf.TryGetValue(item, out var group)
            ? group
            : throw new GwSmmException($"The model has no item '{item}'; it scores {string.Join(", ", Items.Select(known => $"'{known}'"))}. Correct the item or train a model for it.");
    }

    /// <summary>The head of an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The head.</returns>
    /// <exception cref="GwSmmException">The model has no such item.</exception>
    public ScoringHead HeadOf(string item) => Groups[GroupIndexOf(item)].HeadOf(item);

    /// <summary>What an item adds to the encoder of its group.</summary>
    /// <param name="item">The item.</param>
    /// <returns>The delta; null where the item uses the encoder as it is.</returns>
    /// <exception cref="GwSmmException">The model has no such item.</exception>
    public EncoderDelta? DeltaOf(string item) => Groups[GroupIndexOf(item)].DeltaOf(item);

    /// <summary>Reads a model from a file in the <c>gwsmm</c> format; see <see cref="MergedModelReader"/>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="GwSmmException">The file cannot be read or is no complete model.</exception>
    public static MergedModel Load(string path) => MergedModelReader.Read(path);

    /// <summary>Reads a model from a stream in the <c>gwsmm</c> format.</summary>
    /// <param name="stream">Readable; one that cannot seek is copied to memory first. Left open.</param>
    /// <returns>The model.</returns>
    /// <exception cref="GwSmmException">The stream is no complete model.</exception>
    public static MergedModel Load(Stream stream) => MergedModelReader.Read(stream, "stream");

    /// <summary>Writes the model to a file in the <c>gwsmm</c> format, as a whole or not at all. The same model gives the same bytes.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="GwSmmException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the model to a stream in the <c>gwsmm</c> format.</summary>
    /// <param name="stream">Writable; left open.</param>
    public void Save(Stream stream) => MergedModelWriter.Write(this, stream);

    internal static long HeadBytes(ScoringHead head) => sizeof(float) * (head.Weight.LongLength + head.Bias.LongLength);
}
