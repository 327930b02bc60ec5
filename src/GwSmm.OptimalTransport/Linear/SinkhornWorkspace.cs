using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Sinkhorn's iterations (Cuturi, "Sinkhorn distances", 2013) on a matrix of exponents S with all buffers: finds f and g such that
/// T_ij = exp(S_ij + f_i + g_j) has the marginals. An iteration passes over the kernel once: row i gives u_i and at once adds its
/// share to the column sums that the next iteration starts from, so testing the tolerance is free. Reusable; not thread-safe.
/// </summary>
internal sealed class SinkhornWorkspace
{
    // Two scalings beyond this and the kernel's smallest number stay well inside the range of numbers.
    private const double LargestScaling = 1e100;

    private double[] _source = [];
    private double[] _target = [];
    private double[] _logSource = [];
    private double[] _logTarget = [];
    private double[] _u = [];
    private double[] _v = [];
    private double[] _columnSums = [];
    private double[] _scratch = [];
    private double[] _anchor = [];
    private int _anchorIterations;
    private int _n;
    private int _m;

    /// <summary>The number of iterations of the last run.</summary>
    public int Iterations { get; private set; }

    /// <summary>The norm of the error of the column sums after the last run.</summary>
    public double Error { get; private set; }

    /// <summary>Whether the last run reached the tolerance.</summary>
    public bool Converged { get; private set; }

    /// <summary>How the last run ended: plain or log.</summary>
    public SinkhornDomain Domain { get; private set; }

    /// <summary>The weights of the targets [m], scaled to the total of the sources.</summary>
    public ReadOnlySpan<double> Target => _target.AsSpan(0, _m);

    /// <summary>Takes up weights.</summary>
    /// <param name="source">The weights of the sources [n], above 0.</param>
    /// <param name="target">The weights of the targets [m], above 0.</param>
    public void Set(ReadOnlySpan<double> source, ReadOnlySpan<double> target)
    {
        (_n, _m) = (source.Length, target.Length);
        Reserve();
        source.CopyTo(_source);
        TensorPrimitives.Multiply(target, TensorPrimitives.Sum(source) / TensorPrimitives.Sum(target), _target.AsSpan(0, _m));
        TensorPrimitives.Log(source, _logSource.AsSpan(0, _n));
        TensorPrimitives.Log(Target, _logTarget.AsSpan(0, _m));
    }

    /// <summary>Runs the iterations.</summary>
    /// <param name="exponent">S [n, m], row-major; finite or minus infinity, with a finite number in every row and column.</param>
    /// <param name="sourceLog">f [n]: the start; receives the result.</param>
    /// <param name="targetLog">g [m]: near the result when <paramref name="warm"/>, else ignored; receives the result.</param>
    /// <param name="warm">Whether both potentials come from a similar problem. It changes the rounding errors only.</param>
    /// <param name="plan">Receives T [n, m]; meanwhile holds the kernel.</param>
    /// <param name="settings">When to stop.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="GwSmmException">Numbers left their range in the plain domain.</exception>
    public void Run(
        ReadOnlySpan<double> exponent, Span<double> sourceLog, Span<double> targetLog, bool warm, Span<double> plan,
        SinkhornSettings settings, CancellationToken cancellationToken)
    {
        Iterations = 0;
        Domain = settings.Domain == SinkhornDomain.Log ? SinkhornDomain.Log : SinkhornDomain.Plain;
        if (Domain == SinkhornDomain.Plain && !RunPlain(exponent, sourceLog, targetLog, warm, plan, settings, cancellationToken))
        {
            Domain = settings.Domain == SinkhornDomain.Auto
                ? SinkhornDomain.Log
                : throw new GwSmmException("Sinkhorn's scalings left the range of numbers: epsilon is too small for these costs or weights. Use the automatic or the log domain, or a larger epsilon.");
        }

        if (Domain == SinkhornDomain.Log)
        {
            RunLog(exponent, sourceLog, targetLog, plan, settings, cancellationToken);
        }

        Converged = Error < settings.Tolerance;
    }

    // False when the scalings left the range of numbers; the potentials are then those of the last iteration that can be continued.
    private bool RunPlain(
        ReadOnlySpan<double> exponent, Span<double> sourceLog, Span<double> targetLog, bool warm, Span<double> kernel,
        SinkhornSettings settings, CancellationToken cancellationToken)
    {
        var recentred = !warm || !TryBuild(exponent, sourceLog, targetLog, kernel);
        if (recentred)
        {
            Recentre(exponent, sourceLog, targetLog, kernel);
        }

        var u = _u.AsSpan(0, _n);
        var v = _v.AsSpan(0, _m);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            Scale(kernel);
            var least = Math.Min(TensorPrimitives.Min<double>(u), TensorPrimitives.Min<double>(v));
            var greatest = Math.Max(TensorPrimitives.Max<double>(u), TensorPrimitives.Max<double>(v));
            if (!(least > 0) || !double.IsFinite(greatest))
            {
                _anchor.AsSpan(0, _n).CopyTo(sourceLog);
                Iterations = _anchorIterations;
                if (recentred)
                {
                    return false;
                }

                Recentre(exponent, sourceLog, targetLog, kernel);
                recentred = true;
                continue;
            }

            Iterations++;
            Error = ErrorOf(v, _columnSums.AsSpan(0, _m));
            if (settings.IsTest(Iterations) && Error < settings.Tolerance)
            {
                break;
            }

            if ((least < 1 / LargestScaling || greatest > LargestScaling) && Iterations < settings.MaxIterations)
            {
                Absorb(sourceLog, targetLog);
                recentred = !TryBuild(exponent, sourceLog, targetLog, kernel);
                if (recentred)
                {
                    Recentre(exponent, sourceLog, targetLog, kernel);
                }
            }
        }
        while (Iterations < settings.MaxIterations);

        for (var i = 0; i < _n; i++)
        {
            var row = kernel.Slice(i * _m, _m);
            TensorPrimitives.Multiply(row, u[i], row);
            TensorPrimitives.Multiply(row, v, row);
        }

        Absorb(sourceLog, targetLog);
        return true;
    }

    private void RunLog(
        ReadOnlySpan<double> exponent, Span<double> sourceLog, Span<double> targetLog, Span<double> plan,
        SinkhornSettings settings, CancellationToken cancellationToken)
    {
        var sums = _columnSums.AsSpan(0, _m);
        LogSumExp.Columns(exponent, sourceLog, sums, _scratch);
        while (Iterations < settings.MaxIterations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TensorPrimitives.Subtract(_logTarget.AsSpan(0, _m), sums, targetLog);
            LogSumExp.Rows(exponent, targetLog, sourceLog, _scratch.AsSpan(0, _m));
            TensorPrimitives.Subtract(_logSource.AsSpan(0, _n), sourceLog, sourceLog);
            LogSumExp.Columns(exponent, sourceLog, sums, _scratch);
            Iterations++;
            var v = _v.AsSpan(0, _m);
            TensorPrimitives.Add(sums, targetLog, v);
            TensorPrimitives.Exp<double>(v, v);
            Error = TensorPrimitives.Distance(v, Target);
            if (settings.IsTest(Iterations) && Error < settings.Tolerance)
            {
                break;
            }
        }

        for (var i = 0; i < _n; i++)
        {
            Exponential(exponent.Slice(i * _m, _m), sourceLog[i], targetLog, plan.Slice(i * _m, _m));
        }
    }

    // One iteration: v from the column sums, then row by row u and the next column sums.
    private void Scale(ReadOnlySpan<double> kernel)
    {
        var v = _v.AsSpan(0, _m);
        var sums = _columnSums.AsSpan(0, _m);
        TensorPrimitives.Divide(Target, sums, v);
        sums.Clear();
        for (var i = 0; i < _n; i++)
        {
            var row = kernel.Slice(i * _m, _m);
            var u = _source[i] / TensorPrimitives.Dot(row, v);
            _u[i] = u;
            TensorPrimitives.MultiplyAdd(row, u, sums, sums);
        }
    }

    private double ErrorOf(ReadOnlySpan<double> v, ReadOnlySpan<double> sums)
    {
        var found = _scratch.AsSpan(0, _m);
        TensorPrimitives.Multiply(v, sums, found);
        return TensorPrimitives.Distance(found, Target);
    }

    private void Absorb(Span<double> sourceLog, Span<double> targetLog)
    {
        for (var i = 0; i < _n; i++)
        {
            sourceLog[i] += Math.Log(_u[i]);
        }

        for (var j = 0; j < _m; j++)
        {
            targetLog[j] += Math.Log(_v[j]);
        }
    }

    // False when the potentials do not fit: a column's sum is out of range.
    private bool TryBuild(ReadOnlySpan<double> exponent, ReadOnlySpan<double> sourceLog, ReadOnlySpan<double> targetLog, Span<double> kernel)
    {
        sourceLog.CopyTo(_anchor);
        _anchorIterations = Iterations;
        _u.AsSpan(0, _n).Fill(1);
        _v.AsSpan(0, _m).Fill(1);
        Build(exponent, sourceLog, targetLog, kernel);
        var sums = _columnSums.AsSpan(0, _m);
        return TensorPrimitives.Min<double>(sums) > 1 / LargestScaling && TensorPrimitives.Max<double>(sums) < LargestScaling;
    }

    // Shifts the potentials so that the largest kernel entry of every row and column is 1, and keeps what the source potentials
    // were in u: where it is 0, the row has no share in the first column sums. The largest entry of each column has u = 1.
    private void Recentre(ReadOnlySpan<double> exponent, Span<double> sourceLog, Span<double> targetLog, Span<double> kernel)
    {
        sourceLog.CopyTo(_anchor);
        _anchorIterations = Iterations;
        var shifted = _scratch.AsSpan(0, _m);
        _v.AsSpan(0, _m).Fill(1);
        targetLog.Fill(double.NegativeInfinity);
        for (var i = 0; i < _n; i++)
        {
            TensorPrimitives.Add(exponent.Slice(i * _m, _m), sourceLog[i], shifted);
            TensorPrimitives.Max(targetLog, shifted, targetLog);
        }

        TensorPrimitives.Negate(targetLog, targetLog);
        for (var i = 0; i < _n; i++)
        {
            TensorPrimitives.Add(exponent.Slice(i * _m, _m), targetLog, shifted);
            var centred = -TensorPrimitives.Max<double>(shifted);
            _u[i] = Math.Exp(sourceLog[i] - centred);
            sourceLog[i] = centred;
        }

        Build(exponent, sourceLog, targetLog, kernel);
    }

    private void Build(ReadOnlySpan<double> exponent, ReadOnlySpan<double> sourceLog, ReadOnlySpan<double> targetLog, Span<double> kernel)
    {
        var sums = _columnSums.AsSpan(0, _m);
        sums.Clear();
        for (var i = 0; i < _n; i++)
        {
            var row = kernel.Slice(i * _m, _m);
            Exponential(exponent.Slice(i * _m, _m), sourceLog[i], targetLog, row);
            TensorPrimitives.MultiplyAdd(row, _u[i], sums, sums);
        }
    }

    private static void Exponential(ReadOnlySpan<double> exponent, double shift, ReadOnlySpan<double> shifts, Span<double> destination)
    {
        TensorPrimitives.Add(exponent, shifts, destination);
        TensorPrimitives.Add(destination, shift, destination);
        TensorPrimitives.Exp<double>(destination, destination);
    }

    private void Reserve()
    {
        if (_source.Length < _n)
        {
            (_source, _logSource, _u, _anchor) = (new double[_n], new double[_n], new double[_n], new double[_n]);
        }

        if (_target.Length < _m)
        {
            (_target, _logTarget, _v, _columnSums, _scratch) = (new double[_m], new double[_m], new double[_m], new double[_m], new double[2 * _m]);
        }
    }
}
