namespace GwSmm.OptimalTransport;

/// <summary>How far a conditional-gradient step goes towards its vertex.</summary>
public enum LineSearch
{
    /// <summary>To the minimum along the segment. For a concave objective that is always the vertex.</summary>
    Exact = 0,

    /// <summary>0.99 of the way if that lowers the objective by at least 1e-4 of what its slope promises (Armijo, 1966), else to the
    /// minimum of the parabola through what is known. These are the defaults of Python Optimal Transport and SciPy; the plan never
    /// becomes a vertex, so it is less sparse and less exact. Use it to compare.</summary>
    Armijo = 1,
}
