using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>What a merge method works on: encoders of one group that agree in the names and shapes of their tensors. Thread-safe to read.</summary>
public sealed class MergeInput
{
    private readonly int _threads;

    /// <summary>Collects encoders.</summary>
    /// <param name="items">The item of each encoder [k], at least one.</param>
    /// <param name="models">The encoders [k], in the order of the items.</param>
    /// <param name="baseWeights">The pretrained encoder that all of them grew from; null where it is unknown.</param>
    /// <param name="context">The items' responses and heads; null where there are none, then methods that learn from them are refused.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length.</exception>
    /// <exception cref="GwSmmException">The tensors of two encoders, or of one and the base, differ in names or shapes; or a value is not finite.</exception>
    public MergeInput(IReadOnlyList<string> items, IReadOnlyList<EncoderWeights> models, EncoderWeights? baseWeights = null, MergeContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(models);
        if (items.Count == 0 || items.Count != models.Count)
        {
            throw new ArgumentException($"There are {items.Count} items and {models.Count} encoders; expected as many of each, at least one.", nameof(models));
        }

        for (var i = 1; i < items.Count; i++)
        {
            CheckSameTensors($"item '{items[0]}'", models[0], $"item '{items[i]}'", models[i]);
        }

        if (baseWeights is not null)
        {
            CheckSameTensors("the base encoder", baseWeights, $"item '{items[0]}'", models[0]);
        }

        for (var i = 0; i < items.Count; i++)
        {
            CheckFinite($"item '{items[i]}'", models[i]);
        }

        Items = [.. items];
        Models = [.. models];
        Base = baseWeights;
        Context = context;
        _threads = context?.Threads ?? Environment.ProcessorCount;
        Seed = context?.Seed ?? 0;
    }

    /// <summary>The item of each encoder [k].</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>The encoders [k].</summary>
    public IReadOnlyList<EncoderWeights> Models { get; }

    /// <summary>The pretrained encoder that all of them grew from; null where it is unknown.</summary>
    public EncoderWeights? Base { get; }

    /// <summary>The items' responses and heads; null where there are none.</summary>
    public MergeContext? Context { get; }

    /// <summary>Threads to use, at least 1; those of <see cref="Context"/> by default, else the number of processors. No result depends on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public int Threads
    {
        get => _threads;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _threads = value;
        }
    }

    /// <summary>The seed of the merge, which methods that draw at random combine with one of their own; that of <see cref="Context"/> by default, else 0.</summary>
    public ulong Seed { get; init; }

    private static void CheckFinite(string owner, EncoderWeights weights)
    {
        foreach (var tensor in weights.Tensors)
        {
            var position = Array.FindIndex(tensor.Data, value => !float.IsFinite(value));
            if (position >= 0)
            {
                throw new GwSmmException($"Tensor '{tensor.Name}' of {owner} holds {tensor.Data[position]} at position {position}; expected finite numbers. Train the item again.");
            }
        }
    }

    private static void CheckSameTensors(string first, EncoderWeights a, string second, EncoderWeights b)
    {
        foreach (var tensor in a.Tensors)
        {
            if (!b.TryGet(tensor.Name, out var other))
            {
                throw new GwSmmException($"Tensor '{tensor.Name}' of {first} is missing in {second}. Only encoders of the same architecture can be merged.");
            }

            if (!tensor.Shape.SequenceEqual(other.Shape))
            {
                throw new GwSmmException(
                    $"Tensor '{tensor.Name}' is [{string.Join(", ", tensor.Shape)}] in {first} and [{string.Join(", ", other.Shape)}] in {second}. "
                    + "Only encoders of the same architecture can be merged.");
            }
        }

        if (b.Tensors.FirstOrDefault(tensor => !a.TryGet(tensor.Name, out _)) is { } extra)
        {
            throw new GwSmmException($"Tensor '{extra.Name}' of {second} is missing in {first}. Only encoders of the same architecture can be merged.");
        }
    }
}
