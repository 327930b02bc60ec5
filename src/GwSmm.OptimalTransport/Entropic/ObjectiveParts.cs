using System.Runtime.InteropServices;

namespace GwSmm.OptimalTransport;

/// <summary>The two parts of a fused objective, unweighted.</summary>
/// <param name="Structure">sum L T T, at least 0.</param>
/// <param name="Feature">sum M_ij T_ij; 0 without features.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ObjectiveParts(double Structure, double Feature)
{
    /// <summary>The objective.</summary>
    /// <param name="alpha">The weight of structure against features.</param>
    /// <returns>The weighted sum.</returns>
    public double Total(double alpha) => (alpha * Structure) + ((1 - alpha) * Feature);
}
