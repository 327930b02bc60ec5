namespace GwSmm.Numerics;

/// <summary>What a dense kernel does to its results while they are in the first-level cache.</summary>
internal enum PanelActivation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The Gaussian error linear unit; see <see cref="Gelu"/>.</summary>
    Gelu,
}
