using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>Bounds the objective of all plans of a given mass.</summary>
internal static class PartialBound
{
    /// <summary>Computes the bound: structure costs at least 0, and no unit of mass has less than the least feature cost.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="mass">The mass.</param>
    /// <returns>At most 0; below 0 only if a feature cost is.</returns>
    public static double Of(SupportedProblem problem, double mass) =>
        problem.FeatureCost is null ? 0 : Math.Min(0, (1 - problem.Alpha) * mass * TensorPrimitives.Min<double>(problem.FeatureCost));
}
