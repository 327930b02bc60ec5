using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Softened clusters to start from. Start 0 cuts the points into components of equal weight along their eccentricity C p. The others
/// draw r far-apart points as centres, as k-means++ does, and number them by eccentricity, so that component k means much the same on both sides.
/// </summary>
internal static class LowRankStart
{
    // Mass that is spread evenly over the components, so that every one can still grow.
    private const double Spread = 0.1;

    /// <summary>Fills one factor.</summary>
    /// <param name="space">The space [n].</param>
    /// <param name="eccentricity">C p [n].</param>
    /// <param name="rank">The rank r.</param>
    /// <param name="random">Draws the centres; null for start 0.</param>
    /// <param name="factor">Receives the factor [n, r], positive, with rows that sum to the weights.</param>
    public static void Fill(MetricMeasureSpace space, double[] eccentricity, int rank, DeterministicRandom? random, double[] factor)
    {
        var component = random is null ? ByQuantile(space, eccentricity, rank) : ByCentre(space, eccentricity, rank, random);
        for (var i = 0; i < space.Count; i++)
        {
            var row = factor.AsSpan(i * rank, rank);
            row.Fill(space.Weights[i] * Spread / rank);
            row[component[i]] += space.Weights[i] * (1 - Spread);
        }
    }

    private static int[] ByQuantile(MetricMeasureSpace space, double[] eccentricity, int rank)
    {
        var order = Enumerable.Range(0, space.Count).OrderBy(i => eccentricity[i]).ToArray();
        var component = new int[space.Count];
        var total = TensorPrimitives.Sum<double>(space.Weights);
        var sum = 0.0;
        foreach (var i in order)
        {
            component[i] = Math.Clamp((int)(rank * (sum + (0.5 * space.Weights[i])) / total), 0, rank - 1);
            sum += space.Weights[i];
        }

        return component;
    }

    private static int[] ByCentre(MetricMeasureSpace space, double[] eccentricity, int rank, DeterministicRandom random)
    {
        var n = space.Count;
        var nearest = new double[n];
        Array.Fill(nearest, double.PositiveInfinity);
        var probability = space.Weights.ToArray();
        var centres = new List<int>(rank);
        while (centres.Count < rank)
        {
            var centre = Draw(probability, centres, random);
            centres.Add(centre);
            for (var i = 0; i < n; i++)
            {
                nearest[i] = Math.Min(nearest[i], Math.Abs(space.Cost[(i * n) + centre]));
                probability[i] = space.Weights[i] * nearest[i];
            }

            probability[centre] = 0;
        }

        centres.Sort((a, b) => eccentricity[a] != eccentricity[b] ? eccentricity[a].CompareTo(eccentricity[b]) : a.CompareTo(b));
        var component = new int[n];
        for (var i = 0; i < n; i++)
        {
            var best = 0;
            for (var k = 1; k < rank; k++)
            {
                best = Math.Abs(space.Cost[(i * n) + centres[k]]) < Math.Abs(space.Cost[(i * n) + centres[best]]) ? k : best;
            }

            component[i] = best;
        }

        return component;
    }

    private static int Draw(double[] probability, List<int> taken, DeterministicRandom random)
    {
        var left = random.NextDouble() * TensorPrimitives.Sum<double>(probability);
        for (var i = 0; i < probability.Length; i++)
        {
            left -= probability[i];
            if (left < 0)
            {
                return i;
            }
        }

        // All other points coincide with a centre: any that is not one will do.
        return Enumerable.Range(0, probability.Length).First(i => !taken.Contains(i));
    }
}
