namespace GwSmm.Numerics;

/// <summary>Residual and layer normalisation on panels: every lane is a token, so all sums run down the vectors.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static unsafe class NormKernel<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
{
    /// <summary>See <see cref="IPanelKernels"/>.</summary>
    public static void AddNormalise(
        PanelMatrix x, PanelMatrix residual, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, float epsilon, int firstPanel, int endPanel)
    {
        fixed (float* gamma = scale)
        fixed (float* beta = shift)
        {
            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                for (var lane = 0; lane < x.Width; lane += TLanes.Count)
                {
                    Normalise(x.Panel(panel) + lane, residual.Panel(panel) + lane, gamma, beta, epsilon, x.Channels, x.Width);
                }
            }
        }
    }

    private static void Normalise(float* x, float* residual, float* gamma, float* beta, float epsilon, int channels, nint width)
    {
        // Neighbouring channels go to different sums: shorter sums round less, and additions need not wait for each other.
        TVector zero = TLanes.Broadcast(0f), sum0 = zero, sum1 = zero, sum2 = zero, sum3 = zero;
        var c = 0;
        for (; c + 4 <= channels; c += 4)
        {
            sum0 = TLanes.Add(sum0, Join(x, residual, c * width));
            sum1 = TLanes.Add(sum1, Join(x, residual, (c + 1) * width));
            sum2 = TLanes.Add(sum2, Join(x, residual, (c + 2) * width));
            sum3 = TLanes.Add(sum3, Join(x, residual, (c + 3) * width));
        }

        for (; c < channels; c++)
        {
            sum0 = TLanes.Add(sum0, Join(x, residual, c * width));
        }

        var share = TLanes.Broadcast(1f / channels);
        var guess = TLanes.Multiply(TLanes.Add(TLanes.Add(sum0, sum1), TLanes.Add(sum2, sum3)), share);
        TVector first0 = zero, first1 = zero, second0 = zero, second1 = zero;
        for (c = 0; c + 2 <= channels; c += 2)
        {
            var difference0 = TLanes.Subtract(TLanes.Load(x + (c * width)), guess);
            var difference1 = TLanes.Subtract(TLanes.Load(x + ((c + 1) * width)), guess);
            first0 = TLanes.Add(first0, difference0);
            first1 = TLanes.Add(first1, difference1);
            second0 = TLanes.MultiplyAdd(difference0, difference0, second0);
            second1 = TLanes.MultiplyAdd(difference1, difference1, second1);
        }

        if (c < channels)
        {
            var difference = TLanes.Subtract(TLanes.Load(x + (c * width)), guess);
            first0 = TLanes.Add(first0, difference);
            second0 = TLanes.MultiplyAdd(difference, difference, second0);
        }

        // Corrected two-pass algorithm (Chan, Golub and LeVeque, 1983): the first sum is what rounding left in the guess.
        var first = TLanes.Multiply(TLanes.Add(first0, first1), share);
        var mean = TLanes.Add(guess, first);
        var variance = TLanes.Subtract(TLanes.Multiply(TLanes.Add(second0, second1), share), TLanes.Multiply(first, first));
        variance = TLanes.WhereLess(variance, zero, zero, variance);
        var rstd = TLanes.Divide(TLanes.Broadcast(1f), TLanes.Sqrt(TLanes.Add(variance, TLanes.Broadcast(epsilon))));
        for (c = 0; c < channels; c++)
        {
            var unit = TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + (c * width)), mean), rstd);
            TLanes.Store(TLanes.MultiplyAdd(unit, TLanes.Broadcast(gamma[c]), TLanes.Broadcast(beta[c])), x + (c * width));
        }
    }

    private static TVector Join(float* x, float* residual, nint at)
    {
        var sum = TLanes.Add(TLanes.Load(x + at), TLanes.Load(residual + at));
        TLanes.Store(sum, x + at);
        return sum;
    }
}
