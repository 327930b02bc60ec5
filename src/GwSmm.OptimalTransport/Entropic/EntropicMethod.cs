namespace GwSmm.OptimalTransport;

/// <summary>How entropic Gromov-Wasserstein problems are descended.</summary>
public enum EntropicMethod
{
    /// <summary>Projected gradient in the geometry of the entropy: each step solves an entropic transport problem whose cost is the
    /// gradient. Stops where the objective minus epsilon times the entropy is stationary: plans are blurred. Peyré, Cuturi, Solomon,
    /// "Gromov-Wasserstein averaging of kernel and distance matrices" (2016).</summary>
    ProjectedGradient = 0,

    /// <summary>Proximal point: each step is held near the last plan by epsilon times their Kullback-Leibler divergence. Epsilon is a
    /// step size; plans sharpen towards a local minimum without entropy. Xu, Luo, Zha, Carin, "Gromov-Wasserstein learning for
    /// graph matching and node embedding" (2019).</summary>
    Proximal = 1,

    /// <summary>Bregman alternated projected gradient: two gradient steps of size 1 / epsilon, one scaled to the rows and one to the
    /// columns, without inner iterations. Quick, but the plan meets the row sums approximately only, unless it is rounded. Li, Tang, Kong,
    /// Liu, Li, So, Blanchet, "A convergent single-loop algorithm for relaxation of Gromov-Wasserstein in graph data" (2023).</summary>
    AlternatedProjection = 2,
}
