namespace GwSmm.Benchmarks.Peers;

/// <summary>What a peer is to compute.</summary>
internal sealed record PeerRequest
{
    /// <summary>exact, entropic, or product (of two square matrices).</summary>
    public required string Solver { get; init; }

    /// <summary>Rows of the square matrices.</summary>
    public int Count { get; init; }

    /// <summary>Columns of each cloud.</summary>
    public int Dimension { get; init; }

    /// <summary>Euclidean or SquaredEuclidean.</summary>
    public string Metric { get; init; } = string.Empty;

    /// <summary>What costs are divided by.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The strength of the entropy.</summary>
    public double Epsilon { get; init; }

    /// <summary>Raw doubles of the clouds, two files a pair.</summary>
    public string[] Files { get; init; } = [];

    /// <summary>Raw doubles of the weights, a file for each cloud; none for equal weights.</summary>
    public string[] Weights { get; init; } = [];

    /// <summary>exact: the most iterations; 0 for as many as it takes.</summary>
    public int Iterations { get; init; }

    /// <summary>exact: where the plan of the last pair goes, as raw doubles; empty for nowhere.</summary>
    public string Plan { get; init; } = string.Empty;

    /// <summary>How often the work is done; the best counts.</summary>
    public required int Repeats { get; init; }
}
