namespace GwSmm.Evaluation;

/// <summary>What is left of a metric after a change, item by item: value / baseline. Immutable; thread-safe.</summary>
/// <remarks>An item whose baseline is not positive has no ratio: NaN, left out of the mean and the worst and counted in <see cref="Undefined"/>.</remarks>
public sealed class Retention
{
    private Retention(IReadOnlyList<string> items, double[] ratios, double ofMeans)
    {
        Items = items;
        Ratios = ratios;
        RatioOfMeans = ofMeans;
        double[] defined = [.. ratios.Where(double.IsFinite)];
        Undefined = ratios.Length - defined.Length;
        Mean = defined.Length == 0 ? double.NaN : defined.Average();
        Worst = defined.Length == 0 ? double.NaN : defined.Min();
        WorstItem = defined.Length == 0 ? null : items[Array.IndexOf(ratios, Worst)];
    }

    /// <summary>The items [k].</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>value / baseline of each item [k]; NaN where the baseline is not positive.</summary>
    public IReadOnlyList<double> Ratios { get; }

    /// <summary>The mean of the ratios that are defined; NaN where none is.</summary>
    public double Mean { get; }

    /// <summary>The sum of all values over the sum of all baselines; NaN where the latter is not positive. Items with a small baseline weigh less.</summary>
    public double RatioOfMeans { get; }

    /// <summary>The smallest ratio; NaN where none is defined.</summary>
    public double Worst { get; }

    /// <summary>The item with the smallest ratio, the first of equals; null where none is defined.</summary>
    public string? WorstItem { get; }

    /// <summary>Items without a ratio.</summary>
    public int Undefined { get; }

    /// <summary>Compares.</summary>
    /// <param name="items">The items [k], at least one.</param>
    /// <param name="values">The metric after the change [k], finite.</param>
    /// <param name="baselines">The metric before [k], finite.</param>
    /// <returns>The ratios.</returns>
    /// <exception cref="ArgumentException">No items, different lengths, or a number that is not finite.</exception>
    public static Retention Compute(IReadOnlyList<string> items, ReadOnlySpan<double> values, ReadOnlySpan<double> baselines)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0 || values.Length != items.Count || baselines.Length != items.Count)
        {
            throw new ArgumentException($"There are {items.Count} items, {values.Length} values and {baselines.Length} baselines; expected as many of each, at least one.", nameof(items));
        }

        var ratios = new double[items.Count];
        var (after, before) = (0.0, 0.0);
        for (var i = 0; i < ratios.Length; i++)
        {
            if (!double.IsFinite(values[i]) || !double.IsFinite(baselines[i]))
            {
                throw new ArgumentException($"Item '{items[i]}' has the value {values[i]} and the baseline {baselines[i]}; expected finite numbers.", nameof(values));
            }

            ratios[i] = baselines[i] > 0 ? values[i] / baselines[i] : double.NaN;
            after += values[i];
            before += baselines[i];
        }

        return new Retention([.. items], ratios, before > 0 ? after / before : double.NaN);
    }
}
