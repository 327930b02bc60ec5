using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace GwSmm.OptimalTransport;

/// <summary>What determines the numbers that a space takes part in.</summary>
/// <param name="Points">The number of points n.</param>
/// <param name="Costs">Where the costs come from, for people.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal, of features or costs or both, weights, metric and normalisation.</param>
internal sealed record SpaceFingerprint(int Points, string Costs, string Sha256)
{
    /// <summary>Takes the fingerprint: of the features of a cloud, else of the costs and of what features the space knows.</summary>
    /// <param name="source">The space.</param>
    /// <returns>The fingerprint.</returns>
    /// <exception cref="GwSmmException">The costs cannot be computed.</exception>
    public static SpaceFingerprint Of(ISpaceSource source)
    {
        if (source is FeatureCloud cloud)
        {
            return Of(cloud.Count, $"{cloud.Metric} of {cloud.Dimension} features, normalisation {cloud.Normalization}", cloud.Features, [], cloud.Weights);
        }

        var space = source.Build();
        var origin = space.Origin;
        return Of(space.Count, $"{(origin.Metric is { } metric ? $"{metric} costs" : "given costs")}, normalisation {origin.Normalization}", space.Cost, space.Features is { } features ? features.Features : [], space.Weights);
    }

    private static SpaceFingerprint Of(int points, string costs, ReadOnlySpan<double> numbers, ReadOnlySpan<double> features, ReadOnlySpan<double> weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{points}\n{costs}\n{numbers.Length}\n{weights.Length}\n"));
        hash.AppendData(MemoryMarshal.AsBytes(numbers));
        hash.AppendData(MemoryMarshal.AsBytes(features));
        hash.AppendData(MemoryMarshal.AsBytes(weights));
        return new SpaceFingerprint(points, costs, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
