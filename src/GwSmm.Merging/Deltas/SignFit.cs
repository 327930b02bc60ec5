using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// Keeps the signs of the rows of a matrix. The scale is the mean magnitude of the values kept, which has the smallest squared error.
/// </summary>
internal static class SignFit
{
    private const int RowsPerTask = 16;

    /// <summary>Makes the delta.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">[rows, columns].</param>
    /// <param name="values">The difference.</param>
    /// <param name="density">The share of a row to keep, those of largest magnitude, equal ones from the left; 1 keeps all.</param>
    /// <param name="threads">Threads to use.</param>
    public static SignDelta Fit(string name, IReadOnlyList<int> shape, float[] values, double density, int threads)
    {
        var (rows, columns, rowBytes) = (shape[0], shape[1], PackedCodes.RowBytes(shape[1], 1));
        var kept = Math.Max(1, (int)Math.Round(density * columns, MidpointRounding.AwayFromZero));
        var scales = new float[rows];
        var signs = new byte[checked(rows * rowBytes)];
        var mask = kept < columns ? new byte[signs.Length] : null;
        Threads.For((rows + RowsPerTask - 1) / RowsPerTask, threads, task =>
        {
            var bits = new sbyte[columns];
            for (var row = task * RowsPerTask; row < Math.Min(rows, (task + 1) * RowsPerTask); row++)
            {
                var line = values.AsSpan(row * columns, columns);
                var chosen = Choose(line, kept);
                var sum = 0.0;
                for (var i = 0; i < columns; i++)
                {
                    sum += chosen[i] ? Math.Abs(line[i]) : 0;
                    bits[i] = (sbyte)(line[i] < 0 ? -1 : 0);
                }

                scales[row] = (float)(sum / kept);
                PackedCodes.Pack(bits, 1, signs.AsSpan(row * rowBytes, rowBytes));
                if (mask is not null)
                {
                    PackedCodes.Pack([.. chosen.Select(isKept => (sbyte)(isKept ? -1 : 0))], 1, mask.AsSpan(row * rowBytes, rowBytes));
                }
            }
        });
        return new SignDelta(name, shape, mask is null ? signs : Compact(signs, mask), scales, mask);
    }

    private static bool[] Choose(ReadOnlySpan<float> row, int kept)
    {
        var chosen = new bool[row.Length];
        if (kept == row.Length)
        {
            Array.Fill(chosen, true);
            return chosen;
        }

        var keys = new float[row.Length];
        var places = new int[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            (keys[i], places[i]) = (-Math.Abs(row[i]), i);
        }

        // Stable among equals: the place decides.
        Array.Sort(places, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        foreach (var place in places.AsSpan(0, kept))
        {
            chosen[place] = true;
        }

        return chosen;
    }

    private static byte[] Compact(byte[] signs, byte[] mask)
    {
        var count = mask.Sum(bits => (long)System.Numerics.BitOperations.PopCount(bits));
        var compact = new byte[(count + 7) / 8];
        var next = 0L;
        for (var i = 0; i < mask.Length; i++)
        {
            for (uint rest = mask[i]; rest != 0; rest &= rest - 1, next++)
            {
                var place = System.Numerics.BitOperations.TrailingZeroCount(rest);
                compact[next >> 3] |= (byte)(((signs[i] >> place) & 1) << (int)(next & 7));
            }
        }

        return compact;
    }
}
