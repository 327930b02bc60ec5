using GwSmm.Encoders;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging;

/// <summary>
/// Lengths of and angles between task vectors: fine-tuned minus pretrained weights (Ilharco et al., 2023). Needs no responses. Immutable; thread-safe.
/// </summary>
public sealed class TaskVectorGeometry
{
    private readonly double[] _products;

    private TaskVectorGeometry(string[] items, double[] products)
    {
        Items = items;
        _products = products;
        Norms = [.. Enumerable.Range(0, items.Length).Select(i => Math.Sqrt(products[(i * items.Length) + i]))];
    }

    /// <summary>The items [k].</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>The Euclidean length of each task vector [k].</summary>
    public IReadOnlyList<double> Norms { get; }

    /// <summary>Compares task vectors over all tensors of the encoders.</summary>
    /// <param name="models">The models, each of another item.</param>
    /// <param name="baseEncoder">What they were fine-tuned from.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The lengths and angles.</returns>
    /// <exception cref="GwSmmException">Encoders differ in their tensors, or a weight is not finite.</exception>
    public static TaskVectorGeometry Compute(IReadOnlyList<ScoringModel> models, BaseEncoder baseEncoder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(baseEncoder);
        string[] items = [.. models.Select(model => model.Item)];

        // Checks names, shapes and values.
        var input = new MergeInput(items, [.. models.Select(model => model.Weights)], baseEncoder.Weights);
        var count = items.Length;
        var products = new double[count * count];
        foreach (var origin in baseEncoder.Weights.Tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[][] own = [.. input.Models.Select(model => model[origin.Name].Data)];
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var sum = products[(i * count) + j] + Product(own[i], own[j], origin.Data);
                    products[(i * count) + j] = products[(j * count) + i] = sum;
                }
            }
        }

        return new TaskVectorGeometry(items, products);
    }

    /// <summary>The cosine of the angle between the task vectors of two items; 0 where one is zero.</summary>
    /// <param name="first">An item.</param>
    /// <param name="second">Another.</param>
    /// <returns>In [-1, 1].</returns>
    /// <exception cref="GwSmmException">There is no such item.</exception>
    public double Cosine(string first, string second) => Cosine(IndexOf(first), IndexOf(second));

    /// <summary>1 - cosine of each two task vectors, as an input to <see cref="ItemGrouping"/>.</summary>
    /// <returns>Distances in [0, 2].</returns>
    public DistanceMatrix CosineDistances()
    {
        var count = Items.Count;
        return new DistanceMatrix(Items, [.. Enumerable.Range(0, count * count).Select(k => k / count == k % count ? 0 : 1 - Cosine(k / count, k % count))]);
    }

    /// <summary>
    /// How far averaging a group moves its encoders: the mean over its items of |task vector - group mean|^2 / |task vector|^2. 0 for an item
    /// alone or equal vectors, 1/2 for two orthogonal ones of equal length, (k - 1) / k for k of them.
    /// </summary>
    /// <param name="group">The items of the group, at least one.</param>
    /// <returns>At least 0; items whose task vector is zero are left out.</returns>
    /// <exception cref="GwSmmException">There is no such item.</exception>
    public double Displacement(IReadOnlyList<string> group)
    {
        ArgumentNullException.ThrowIfNull(group);
        int[] at = [.. group.Select(IndexOf)];
        double Product(int i, int j) => _products[(i * Items.Count) + j];
        var mean = at.Sum(i => at.Sum(j => Product(i, j))) / ((double)at.Length * at.Length);
        double[] moved = [.. at.Where(i => Norms[i] > 0).Select(i => Math.Max(0, 1 + ((mean - (2 * at.Sum(j => Product(i, j)) / at.Length)) / Product(i, i))))];
        return moved.Length == 0 || at.Length == 1 ? 0 : moved.Average();
    }

    private static double Product(float[] first, float[] second, float[] origin)
    {
        var sum = 0.0;
        for (var i = 0; i < origin.Length; i++)
        {
            sum += ((double)first[i] - origin[i]) * ((double)second[i] - origin[i]);
        }

        return sum;
    }

    private double Cosine(int i, int j) =>
        Norms[i] == 0 || Norms[j] == 0 ? 0 : Math.Clamp(_products[(i * Items.Count) + j] / (Norms[i] * Norms[j]), -1, 1);

    private int IndexOf(string item)
    {
        for (var i = 0; i < Items.Count; i++)
        {
            if (string.Equals(Items[i], item, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new GwSmmException($"There is no task vector of item '{item}'; there are some of {string.Join(", ", Items.Select(known => $"'{known}'"))}.");
    }
}
