using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// Rounds the rows of a matrix to few bits. The scale of a row is that of the smallest squared error among twenty in geometric sequence, from the
/// one that reaches the largest magnitude downward, then improved by least squares and rounding in turn while the error falls. Whether
/// levels are at whole or half steps is chosen for the whole matrix by the smaller error.
/// </summary>
internal static class QuantizedFit
{
    private const int Candidates = 20;
    private const int Refinements = 4;
    private const int RowsPerTask = 16;
    private const float SmallestMagnitude = 1e-34f;

    /// <summary>Makes the delta.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">[rows, columns].</param>
    /// <param name="values">The difference.</param>
    /// <param name="bits">Bits of a code: 2 to 8.</param>
    /// <param name="threads">Threads to use.</param>
    public static QuantizedDelta Fit(string name, IReadOnlyList<int> shape, float[] values, int bits, int threads)
    {
        var (whole, wholeErrors) = Scales(shape, values, bits, false, threads);
        var (half, halfErrors) = Scales(shape, values, bits, true, threads);
        var halfSteps = halfErrors.Sum() < wholeErrors.Sum();
        var scales = halfSteps ? half : whole;
        var (rows, columns, rowBytes) = (shape[0], shape[1], PackedCodes.RowBytes(shape[1], bits));
        var packed = new byte[checked(rows * rowBytes)];
        ForRows(rows, threads, row =>
        {
            var codes = new sbyte[columns];
            for (var i = 0; i < columns; i++)
            {
                codes[i] = (sbyte)Code(values[(row * columns) + i], scales[row], bits, halfSteps);
            }

            PackedCodes.Pack(codes, bits, packed.AsSpan(row * rowBytes, rowBytes));
        });
        return new QuantizedDelta(name, shape, bits, halfSteps, packed, scales);
    }

    /// <summary>The best scale of one row.</summary>
    /// <param name="row">The values.</param>
    /// <param name="bits">Bits of a code.</param>
    /// <param name="halfSteps">Whether levels are at half steps.</param>
    /// <returns>The scale and the sum of squared errors.</returns>
    public static (float Scale, double Error) BestScale(ReadOnlySpan<float> row, int bits, bool halfSteps)
    {
        var largest = 0f;
        var square = 0.0;
        foreach (var value in row)
        {
            largest = Math.Max(largest, Math.Abs(value));
            square += (double)value * value;
        }

        // Numbers so small that their scale has no inverse are as good as none.
        if (largest < SmallestMagnitude)
        {
            return (0, square);
        }

        // Down to a sixth of the range for few bits, where clipping pays; to three quarters for many.
        var top = largest / (halfSteps ? (1 << (bits - 1)) - 0.5 : (1 << (bits - 1)) - 1.0);
        var ratio = bits > 4 ? 0.985 : 0.91;
        var (best, least) = (0f, double.PositiveInfinity);
        for (var k = 0; k < Candidates; k++)
        {
            var scale = (float)(top * Math.Pow(ratio, k));
            var error = Error(row, scale, bits, halfSteps, out _);
            if (error < least)
            {
                (best, least) = (scale, error);
            }
        }

        for (var k = 0; k < Refinements; k++)
        {
            Error(row, best, bits, halfSteps, out var refined);
            var error = Error(row, refined, bits, halfSteps, out _);
            if (!(error < least))
            {
                break;
            }

            (best, least) = (refined, error);
        }

        return (best, least);
    }

    private static (float[] Scales, double[] Errors) Scales(IReadOnlyList<int> shape, float[] values, int bits, bool halfSteps, int threads)
    {
        var (rows, columns) = (shape[0], shape[1]);
        var (scales, errors) = (new float[rows], new double[rows]);
        ForRows(rows, threads, row => (scales[row], errors[row]) = BestScale(values.AsSpan(row * columns, columns), bits, halfSteps));
        return (scales, errors);
    }

    private static void ForRows(int rows, int threads, Action<int> body) => Threads.For((rows + RowsPerTask - 1) / RowsPerTask, threads, task =>
    {
        for (var row = task * RowsPerTask; row < Math.Min(rows, (task + 1) * RowsPerTask); row++)
        {
            body(row);
        }
    });

    // Nearest level: whole codes are symmetric, from -(2^(b-1) - 1); half steps use every code.
    private static int Code(float value, float scale, int bits, bool halfSteps)
    {
        if (scale == 0)
        {
            return 0;
        }

        var most = (1 << (bits - 1)) - 1;
        var steps = value * (1 / scale);
        return (int)(halfSteps ? Math.Clamp(MathF.Floor(steps), -most - 1, most) : Math.Clamp(MathF.Round(steps), -most, most));
    }

    private static double Error(ReadOnlySpan<float> row, float scale, int bits, bool halfSteps, out float refined)
    {
        var offset = halfSteps ? 0.5f : 0;
        var most = (1 << (bits - 1)) - 1;
        var least = halfSteps ? -most - 1 : -most;
        var inverse = 1 / scale;
        double error = 0, product = 0, square = 0;
        foreach (var value in row)
        {
            var steps = value * inverse;
            var level = Math.Clamp(halfSteps ? MathF.Floor(steps) : MathF.Round(steps), least, most) + offset;
            var difference = value - (level * scale);
            error += difference * difference;
            product += (double)level * value;
            square += level * level;
        }

        refined = square > 0 ? (float)(product / square) : scale;
        return error;
    }
}
