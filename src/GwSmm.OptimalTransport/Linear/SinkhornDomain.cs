namespace GwSmm.OptimalTransport;

/// <summary>How Sinkhorn's iterations represent numbers.</summary>
public enum SinkhornDomain
{
    /// <summary>As <see cref="Plain"/>, and as <see cref="Log"/> from where that would leave the range of numbers.</summary>
    Auto = 0,

    /// <summary>Scales a kernel: one exponential per cell and kernel. Scalings that grow or shrink far are absorbed into a new kernel
    /// (Schmitzer, "Stabilized sparse scaling algorithms for entropy regularized transport problems", 2019).</summary>
    Plain = 1,

    /// <summary>Sums exponentials of differences from the largest: three exponentials per cell and iteration, and no limit of range.</summary>
    Log = 2,
}
