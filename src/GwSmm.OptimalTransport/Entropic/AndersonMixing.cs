using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// Anderson's extrapolation of a fixed-point iteration x -> g(x) (Anderson, "Iterative procedures for nonlinear integral equations", 1965;
/// Walker and Ni, 2011): of the last few pairs the combination with the smallest residual g(x) - x is taken. Reusable; not thread-safe.
/// </summary>
internal sealed class AndersonMixing
{
    /// <summary>Earlier iterations that are combined.</summary>
    public const int Depth = 4;

    // The weights need no more numbers than this, taken evenly, so that they cost little beside an iteration.
    private const int SampleSize = 16384;

    private readonly double[][] _outputChanges = [[], [], [], []];
    private readonly double[][] _residualChanges = [[], [], [], []];
    private readonly double[] _gram = new double[Depth * Depth];
    private double[] _output = [];
    private double[] _residual = [];
    private double[] _input = [];
    private int _length;
    private int _stride;
    private int _sample;
    private int _pairs;
    private int _changes;

    /// <summary>Forgets everything.</summary>
    /// <param name="length">Numbers in x.</param>
    public void Reset(int length)
    {
        (_length, _pairs, _changes) = (length, 0, 0);
        _stride = (length + SampleSize - 1) / SampleSize;
        _sample = (length + _stride - 1) / _stride;
        Buffers.Grow(ref _output, length);
        Buffers.Grow(ref _residual, _sample);
        Buffers.Grow(ref _input, _sample);
        for (var k = 0; k < Depth; k++)
        {
            Buffers.Grow(ref _outputChanges[k], length);
            Buffers.Grow(ref _residualChanges[k], _sample);
        }
    }

    /// <summary>Forgets the iterations so far, where they mislead.</summary>
    public void Restart() => (_pairs, _changes) = (0, 0);

    /// <summary>Tells where the next iteration starts from.</summary>
    /// <param name="input">x.</param>
    public void Start(ReadOnlySpan<double> input) => Sample(input, _input);

    /// <summary>Takes up the end of an iteration and extrapolates.</summary>
    /// <param name="output">g(x); receives the next x.</param>
    public void Extrapolate(Span<double> output)
    {
        if (_pairs > 0)
        {
            var slot = _changes % Depth;
            var change = _outputChanges[slot].AsSpan(0, _length);
            TensorPrimitives.Subtract(output, _output.AsSpan(0, _length), change);
            var residualChange = _residualChanges[slot].AsSpan(0, _sample);
            _residual.AsSpan(0, _sample).CopyTo(residualChange);
            Residual(output);
            TensorPrimitives.Subtract(_residual.AsSpan(0, _sample), residualChange, residualChange);
            _changes++;
        }
        else
        {
            Residual(output);
        }

        _pairs++;
        output.CopyTo(_output);
        var used = Math.Min(_changes, Depth);
        if (used == 0)
        {
            return;
        }

        Span<double> weights = stackalloc double[Depth];
        Solve(used, weights);
        for (var k = 0; k < used; k++)
        {
            TensorPrimitives.MultiplyAdd(_outputChanges[k].AsSpan(0, _length), -weights[k], output, output);
        }
    }

    private void Residual(ReadOnlySpan<double> output)
    {
        Sample(output, _residual);
        TensorPrimitives.Subtract(_residual.AsSpan(0, _sample), _input.AsSpan(0, _sample), _residual.AsSpan(0, _sample));
    }

    private void Sample(ReadOnlySpan<double> values, double[] sample)
    {
        if (_stride == 1)
        {
            values.CopyTo(sample);
            return;
        }

        for (int i = 0, k = 0; i < values.Length; i += _stride, k++)
        {
            sample[k] = values[i];
        }
    }

    // The normal equations with a little weight on the diagonal, by Cholesky: at most Depth unknowns.
    private void Solve(int used, Span<double> weights)
    {
        var trace = 0.0;
        for (var a = 0; a < used; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                _gram[(a * Depth) + b] = TensorPrimitives.Dot(_residualChanges[a].AsSpan(0, _sample), _residualChanges[b].AsSpan(0, _sample));
            }

            weights[a] = TensorPrimitives.Dot(_residualChanges[a].AsSpan(0, _sample), _residual.AsSpan(0, _sample));
            trace += _gram[(a * Depth) + a];
        }

        for (var a = 0; a < used; a++)
        {
            _gram[(a * Depth) + a] += 1e-14 * trace;
            for (var b = 0; b <= a; b++)
            {
                var sum = _gram[(a * Depth) + b];
                for (var k = 0; k < b; k++)
                {
                    sum -= _gram[(a * Depth) + k] * _gram[(b * Depth) + k];
                }

                _gram[(a * Depth) + b] = a == b ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / _gram[(b * Depth) + b];
            }

            var value = weights[a];
            for (var k = 0; k < a; k++)
            {
                value -= _gram[(a * Depth) + k] * weights[k];
            }

            weights[a] = value / _gram[(a * Depth) + a];
        }

        for (var a = used - 1; a >= 0; a--)
        {
            var value = weights[a];
            for (var k = a + 1; k < used; k++)
            {
                value -= _gram[(k * Depth) + a] * weights[k];
            }

            weights[a] = value / _gram[(a * Depth) + a];
        }
    }
}
