using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Entropic optimal transport by Sinkhorn's iterations: min sum C_ij T_ij + epsilon sum T_ij log T_ij over couplings T. Cuturi,
/// "Sinkhorn distances: lightspeed computation of optimal transport" (2013). Built once and reused; thread-safe; each solve runs on
/// the calling thread.
/// </summary>
public sealed class Sinkhorn
{
    private readonly SinkhornOptions _options;
    private readonly SinkhornSettings _settings;
    private readonly ConcurrentBag<SinkhornWorkspace> _idle = [];

    /// <summary>Creates a solver.</summary>
    /// <param name="options">How to run and when to stop; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Sinkhorn(SinkhornOptions? options = null)
    {
        _options = options ?? new SinkhornOptions();
        _settings = _options.Checked(nameof(options));
    }

    /// <summary>Solves one problem.</summary>
    /// <param name="source">The weights of the sources [n], at least 0, not all 0.</param>
    /// <param name="target">The weights of the targets [m], at least 0, with the same sum (to 1e-6 of it; they are scaled to fit).</param>
    /// <param name="cost">The costs [n, m], row-major, finite.</param>
    /// <param name="sourcePotential">The source potentials f [n] to start from, such as those of a similar problem; empty for 0. Those of
    /// sources without weight are ignored. The target potentials follow from them.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>The plan, its cost and its potentials.</returns>
    /// <exception cref="ArgumentException">The costs have another length than n m, or the potentials another than n.</exception>
    /// <exception cref="GwSmmException">A weight is negative or not finite, the sums are 0 or differ, a cost or potential is not
    /// finite, or epsilon is too small for the costs.</exception>
    /// <exception cref="OperationCanceledException">The solve was stopped.</exception>
    public SinkhornResult Solve(
        ReadOnlySpan<double> source, ReadOnlySpan<double> target, ReadOnlySpan<double> cost,
        ReadOnlySpan<double> sourcePotential = default, CancellationToken cancellationToken = default)
    {
        TransportInput.Check(source, target, cost);
        if (!sourcePotential.IsEmpty && sourcePotential.Length != source.Length)
        {
            throw new ArgumentException($"{source.Length} source potentials are needed, not {sourcePotential.Length}.", nameof(sourcePotential));
        }

        var rows = TransportInput.Positive(source);
        var columns = TransportInput.Positive(target);
        var exponent = TransportInput.Gather(cost, rows, columns, target.Length);
        TensorPrimitives.Multiply(exponent, -1 / _options.Epsilon, exponent);
        var f = sourcePotential.IsEmpty ? new double[rows.Length] : TransportInput.Gather(sourcePotential, rows);
        TensorPrimitives.Divide(f, _options.Epsilon, f);
        if (!double.IsFinite(TensorPrimitives.MaxMagnitude<double>(exponent)) || !double.IsFinite(TensorPrimitives.MaxMagnitude<double>(f)))
        {
            throw new GwSmmException($"Costs or potentials divided by epsilon, {_options.Epsilon}, are not finite; rescale the costs or raise epsilon.");
        }

        if (!_idle.TryTake(out var workspace))
        {
            workspace = new SinkhornWorkspace();
        }

        try
        {
            workspace.Set(TransportInput.Gather(source, rows), TransportInput.Gather(target, columns));
            var plan = new double[exponent.Length];
            var g = new double[columns.Length];
            workspace.Run(exponent, f, g, warm: false, plan, _settings, cancellationToken);
            if (_options.Round)
            {
                CouplingRounding.Round(plan, TransportInput.Gather(source, rows), workspace.Target);
            }

            return Expand(workspace, TransportInput.Spread(plan, rows, columns, source.Length, target.Length), cost, Potential(f, rows, source.Length), Potential(g, columns, target.Length));
        }
        finally
        {
            _idle.Add(workspace);
        }
    }

    private static SinkhornResult Expand(SinkhornWorkspace workspace, double[] plan, ReadOnlySpan<double> cost, double[] f, double[] g) =>
        new(TensorPrimitives.Dot(plan, cost), plan, f, g)
        {
            Iterations = workspace.Iterations,
            MarginalError = workspace.Error,
            Converged = workspace.Converged,
            Domain = workspace.Domain,
        };

    private double[] Potential(double[] logarithms, int[] at, int length)
    {
        TensorPrimitives.Multiply(logarithms, _options.Epsilon, logarithms);
        return TransportInput.Scatter(logarithms, at, length);
    }
}
