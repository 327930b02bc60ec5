using System.Globalization;

namespace GwSmm.OptimalTransport;

/// <summary>How all pairs of spaces are compared.</summary>
public sealed record PairwiseOptions
{
    /// <summary>Threads to use, at least 1; the number of processors by default. The distances do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The names of the spaces, distinct; null for 1, 2, 3, ...</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>What solves each pair; conditional gradient with its defaults by default.</summary>
    public IGromovWassersteinSolver Solver { get; init; } = new GromovWassersteinSolver();

    /// <summary>The weight of structure against features in fused problems, in [0, 1]; null, the default, for structure alone. All spaces must
    /// be <see cref="FeatureCloud"/>, or know their features, of one metric, normalisation and number of features: the cost of matching two points is the metric between
    /// their features, normalised over the pair in the same way. The solver must be one for fused problems.</summary>
    public double? Alpha { get; init; }

    /// <summary>Which number the matrix holds; the value by default, as in the matrix published with the GW-SMM paper.</summary>
    public DistanceKind Kind { get; init; } = DistanceKind.Value;

    /// <summary>Bytes of costs to hold, at least 0; 128 MiB by default. n points cost 8 n^2 bytes, and as much again for each matrix that the
    /// solver's bounds and start keep with a space: two for a start from the third lower bound, four for all bounds. Two spaces for each thread are held in
    /// any case, and spaces given as <see cref="MetricMeasureSpace"/> do not count. The distances do not depend on it.</summary>
    public long MaxCostBytes { get; init; } = 128L << 20;

    /// <summary>A file that receives each solved pair; if it exists, its pairs are not solved again. Null for none. It belongs to one
    /// comparison and one share, and to one process at a time.</summary>
    public string? ResumeFile { get; init; }

    /// <summary>Solve only this share of the pairs; null for all.</summary>
    public PairShard? Shard { get; init; }

    /// <summary>What determines the numbers beside the spaces.</summary>
    internal string SolverDescription =>
        Alpha is { } alpha ? string.Create(CultureInfo.InvariantCulture, $"{Solver.Description} alpha {alpha:r}") : Solver.Description;
}
