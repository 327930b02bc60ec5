using System.Numerics.Tensors;

namespace GwSmm.Numerics;

/// <summary>Layer normalisation of one row on vectors.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static unsafe class LayerNormKernel<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
{
    public static (float Mean, float Rstd) Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float epsilon, Span<float> y)
    {
        fixed (float* from = x)
        fixed (float* scale = gamma)
        fixed (float* shift = beta)
        fixed (float* to = y)
        {
            var guess = (float)(Sum(from, x.Length) / x.Length);
            var (first, second) = CentredSums(from, x.Length, guess);

            // Corrected two-pass algorithm (Chan, Golub and LeVeque, 1983): the first sum is what rounding left in the guess.
            var mean = (float)(guess + (first / x.Length));
            var variance = (second - (first * first / x.Length)) / x.Length;
            var rstd = (float)(1 / Math.Sqrt(Math.Max(0, variance) + epsilon));
            var i = 0;
            for (; i <= x.Length - TLanes.Count; i += TLanes.Count)
            {
                var unit = TLanes.Multiply(TLanes.Subtract(TLanes.Load(from + i), TLanes.Broadcast(mean)), TLanes.Broadcast(rstd));
                TLanes.Store(TLanes.MultiplyAdd(unit, TLanes.Load(scale + i), TLanes.Load(shift + i)), to + i);
            }

            for (; i < x.Length; i++)
            {
                to[i] = ((from[i] - mean) * rstd * scale[i]) + shift[i];
            }

            return (mean, rstd);
        }
    }

    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> gamma, float mean, float rstd, Span<float> dx,
        Span<float> dgamma, Span<float> dbeta)
    {
        if (!dbeta.IsEmpty)
        {
            TensorPrimitives.Add(dbeta, dy, dbeta);
        }

        fixed (float* from = x)
        fixed (float* gradient = dy)
        fixed (float* scale = gamma)
        fixed (float* to = dx)
        {
            if (!dgamma.IsEmpty)
            {
                AddScaleGradient(from, gradient, mean, rstd, dgamma);
            }

            var (sum, dot) = GradientSums(from, gradient, scale, x.Length, mean, rstd);
            var average = (float)(sum / x.Length);
            var slope = (float)(dot / x.Length);

            // dx = rstd * (g - average(g) - unit * average(g * unit)) with g = dy * gamma
            var i = 0;
            for (; i <= x.Length - TLanes.Count; i += TLanes.Count)
            {
                var unit = TLanes.Multiply(TLanes.Subtract(TLanes.Load(from + i), TLanes.Broadcast(mean)), TLanes.Broadcast(rstd));
                var g = TLanes.Multiply(TLanes.Load(gradient + i), TLanes.Load(scale + i));
                var centred = TLanes.Subtract(g, TLanes.MultiplyAdd(unit, TLanes.Broadcast(slope), TLanes.Broadcast(average)));
                TLanes.Store(TLanes.Multiply(TLanes.Broadcast(rstd), centred), to + i);
            }

            for (; i < x.Length; i++)
            {
                var unit = (from[i] - mean) * rstd;
                to[i] = rstd * ((gradient[i] * scale[i]) - (average + (slope * unit)));
            }
        }
    }

    private static void AddScaleGradient(float* x, float* dy, float mean, float rstd, Span<float> dgamma)
    {
        fixed (float* to = dgamma)
        {
            var i = 0;
            for (; i <= dgamma.Length - TLanes.Count; i += TLanes.Count)
            {
                var unit = TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i), TLanes.Broadcast(mean)), TLanes.Broadcast(rstd));
                TLanes.Store(TLanes.MultiplyAdd(unit, TLanes.Load(dy + i), TLanes.Load(to + i)), to + i);
            }

            for (; i < dgamma.Length; i++)
            {
                to[i] += (x[i] - mean) * rstd * dy[i];
            }
        }
    }

    private static double Sum(float* values, int count)
    {
        var sums = TLanes.Broadcast(0f);
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            sums = TLanes.Add(sums, TLanes.Load(values + i));
        }

        double sum = TLanes.Sum(sums);
        for (; i < count; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    private static (double First, double Second) CentredSums(float* values, int count, float centre)
    {
        var firsts = TLanes.Broadcast(0f);
        var seconds = TLanes.Broadcast(0f);
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            var difference = TLanes.Subtract(TLanes.Load(values + i), TLanes.Broadcast(centre));
            firsts = TLanes.Add(firsts, difference);
            seconds = TLanes.MultiplyAdd(difference, difference, seconds);
        }

        double first = TLanes.Sum(firsts), second = TLanes.Sum(seconds);
        for (; i < count; i++)
        {
            var difference = values[i] - centre;
            first += difference;
            second += difference * difference;
        }

        return (first, second);
    }

    private static (double Sum, double Dot) GradientSums(float* x, float* dy, float* gamma, int count, float mean, float rstd)
    {
        var sums = TLanes.Broadcast(0f);
        var dots = TLanes.Broadcast(0f);
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            var unit = TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i), TLanes.Broadcast(mean)), TLanes.Broadcast(rstd));
            var g = TLanes.Multiply(TLanes.Load(dy + i), TLanes.Load(gamma + i));
            sums = TLanes.Add(sums, g);
            dots = TLanes.MultiplyAdd(g, unit, dots);
        }

        double sum = TLanes.Sum(sums), dot = TLanes.Sum(dots);
        for (; i < count; i++)
        {
            var g = dy[i] * gamma[i];
            sum += g;
            dot += g * (x[i] - mean) * rstd;
        }

        return (sum, dot);
    }
}
