namespace GwSmm.Numerics;

/// <summary>The AdamW step on vectors.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static unsafe class AdamWKernel<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
{
    public static void Step(
        Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> mean, Span<float> square, in AdamWFactors factors)
    {
        fixed (float* p = parameters)
        fixed (float* g = gradients)
        fixed (float* m = mean)
        fixed (float* v = square)
        {
            var i = 0;
            for (; i <= parameters.Length - TLanes.Count; i += TLanes.Count)
            {
                var gradient = TLanes.Multiply(TLanes.Load(g + i), TLanes.Broadcast(factors.Gradient));
                var first = TLanes.Multiply(TLanes.Broadcast(factors.Beta1), TLanes.Load(m + i));
                first = TLanes.MultiplyAdd(TLanes.Broadcast(1 - factors.Beta1), gradient, first);
                var second = TLanes.Multiply(TLanes.Broadcast(factors.Beta2), TLanes.Load(v + i));
                second = TLanes.MultiplyAdd(
                    TLanes.Multiply(TLanes.Broadcast(1 - factors.Beta2), gradient), gradient, second);
                var root = TLanes.MultiplyAdd(
                    TLanes.Sqrt(second), TLanes.Broadcast(factors.InverseRootBias), TLanes.Broadcast(factors.Epsilon));
                var kept = TLanes.Multiply(TLanes.Load(p + i), TLanes.Broadcast(factors.Keep));
                var change = TLanes.Divide(TLanes.Multiply(TLanes.Broadcast(factors.Rate), first), root);
                TLanes.Store(first, m + i);
                TLanes.Store(second, v + i);
                TLanes.Store(TLanes.Subtract(kept, change), p + i);
            }

            if (i < parameters.Length)
            {
                // The same arithmetic on single numbers, so that an element's bits do not depend on its place.
                AdamWKernel<float, ScalarLanes<float>>.Step(parameters[i..], gradients[i..], mean[i..], square[i..], factors);
            }
        }
    }
}
