namespace GwSmm.Numerics;

/// <summary>Softmax of one row on vectors.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static unsafe class SoftmaxKernel<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
{
    public static void Forward(Span<float> row)
    {
        var maximum = Maximum(row);
        fixed (float* values = row)
        {
            var shift = TLanes.Broadcast(maximum);
            var sums = TLanes.Broadcast(0f);
            var i = 0;
            for (; i <= row.Length - TLanes.Count; i += TLanes.Count)
            {
                var power = ExpKernel<TVector, TLanes>.NotAboveZero(TLanes.Subtract(TLanes.Load(values + i), shift));
                sums = TLanes.Add(sums, power);
                TLanes.Store(power, values + i);
            }

            var sum = TLanes.Sum(sums);
            for (; i < row.Length; i++)
            {
                values[i] = ExpKernel<float, ScalarLanes<float>>.NotAboveZero(values[i] - maximum);
                sum += values[i];
            }

            var factor = 1 / sum;
            i = 0;
            for (; i <= row.Length - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Multiply(TLanes.Load(values + i), TLanes.Broadcast(factor)), values + i);
            }

            for (; i < row.Length; i++)
            {
                values[i] *= factor;
            }
        }
    }

    public static void Backward(ReadOnlySpan<float> probabilities, Span<float> gradient)
    {
        fixed (float* p = probabilities)
        fixed (float* d = gradient)
        {
            var sums = TLanes.Broadcast(0f);
            var i = 0;
            for (; i <= gradient.Length - TLanes.Count; i += TLanes.Count)
            {
                sums = TLanes.MultiplyAdd(TLanes.Load(p + i), TLanes.Load(d + i), sums);
            }

            var dot = TLanes.Sum(sums);
            for (; i < gradient.Length; i++)
            {
                dot += p[i] * d[i];
            }

            i = 0;
            for (; i <= gradient.Length - TLanes.Count; i += TLanes.Count)
            {
                var centred = TLanes.Subtract(TLanes.Load(d + i), TLanes.Broadcast(dot));
                TLanes.Store(TLanes.Multiply(TLanes.Load(p + i), centred), d + i);
            }

            for (; i < gradient.Length; i++)
            {
                d[i] = p[i] * (d[i] - dot);
            }
        }
    }

    private static float Maximum(ReadOnlySpan<float> row)
    {
        fixed (float* values = row)
        {
            var i = 0;
            var maximum = float.NegativeInfinity;
            if (row.Length >= TLanes.Count)
            {
                var lanes = TLanes.Load(values);
                for (i = TLanes.Count; i <= row.Length - TLanes.Count; i += TLanes.Count)
                {
                    lanes = TLanes.Max(lanes, TLanes.Load(values + i));
                }

                var single = stackalloc float[16];
                TLanes.Store(lanes, single);
                for (var lane = 0; lane < TLanes.Count; lane++)
                {
                    maximum = MathF.Max(maximum, single[lane]);
                }
            }

            for (; i < row.Length; i++)
            {
                maximum = MathF.Max(maximum, values[i]);
            }

            return maximum;
        }
    }
}
