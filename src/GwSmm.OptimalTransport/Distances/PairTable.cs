namespace GwSmm.OptimalTransport;

/// <summary>What is known of the pairs in a range of positions: 17 bytes for each. Not thread-safe.</summary>
internal sealed class PairTable
{
    /// <summary>Bytes that a pair takes.</summary>
    public const int BytesOfPair = (2 * sizeof(double)) + sizeof(byte);

    private const byte Converged = 1;
    private const byte NotConvergedState = 2;
    private readonly PairOrder _order;
    private readonly double[] _values;
    private readonly double[] _lowerBounds;
    private readonly byte[] _states;

    /// <summary>Creates an empty table.</summary>
    /// <param name="order">The order of the pairs.</param>
    /// <param name="start">The first position.</param>
    /// <param name="end">The position after the last.</param>
    public PairTable(PairOrder order, long start, long end)
    {
        _order = order;
        (Start, End) = (start, end);
        _values = new double[end - start];
        _lowerBounds = new double[end - start];
        _states = new byte[end - start];
    }

    /// <summary>The first position.</summary>
    public long Start { get; }

    /// <summary>The position after the last.</summary>
    public long End { get; }

    /// <summary>Pairs in the range.</summary>
    public int Total => _values.Length;

    /// <summary>Pairs that are known.</summary>
    public int Known { get; private set; }

    /// <summary>Known pairs whose solver ran out of iterations.</summary>
    public int NotConverged { get; private set; }

    /// <summary>Whether a pair is known.</summary>
    /// <param name="position">Its position, within the range.</param>
    public bool IsKnown(long position) => _states[position - Start] != 0;

    /// <summary>Whether a pair of this range is known.</summary>
    /// <param name="first">The first space.</param>
    /// <param name="second">The second space.</param>
    public bool IsKnown(int first, int second) => IsKnown(_order.PositionOf(first, second));

    /// <summary>The value and the lower bound of a pair.</summary>
    /// <param name="first">The first space.</param>
    /// <param name="second">The second space.</param>
    public (double Value, double LowerBound) this[int first, int second]
    {
        get
        {
            var at = _order.PositionOf(first, second) - Start;
            return (_values[at], _lowerBounds[at]);
        }
    }

    /// <summary>Enters a pair.</summary>
    /// <param name="record">The pair.</param>
    /// <returns>Whether it is new, or has the bits of the one that was known.</returns>
    public bool TryAdd(in PairRecord record)
    {
        var at = _order.PositionOf(record.First, record.Second) - Start;
        if (_states[at] != 0)
        {
            return Same(_values[at], record.Value) && Same(_lowerBounds[at], record.LowerBound);
        }

        _values[at] = record.Value;
        _lowerBounds[at] = record.LowerBound;
        _states[at] = record.Converged ? Converged : NotConvergedState;
        Known++;
        NotConverged += record.Converged ? 0 : 1;
        return true;
    }

    /// <summary>The mean of (value - lower bound) / value over known pairs whose value is above 0.</summary>
    /// <returns>In [0, 1]; 0 without such pairs.</returns>
    public double MeanRelativeGap()
    {
        var (sum, count) = (0.0, 0);
        for (var at = 0; at < _values.Length; at++)
        {
            if (_states[at] != 0 && _values[at] > 0)
            {
                sum += Math.Clamp((_values[at] - _lowerBounds[at]) / _values[at], 0, 1);
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private static bool Same(double x, double y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y);
}
