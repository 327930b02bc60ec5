namespace GwSmm.Numerics;

/// <summary>The distance of two points on vectors.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static unsafe class DistanceKernel<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<double, TVector>
{
    public static double SquaredEuclidean(double* a, double* b, int dimension)
    {
        TVector even = TLanes.Broadcast(0), odd = even;
        var i = 0;
        for (; i <= dimension - (2 * TLanes.Count); i += 2 * TLanes.Count)
        {
            var first = TLanes.Subtract(TLanes.Load(a + i), TLanes.Load(b + i));
            var second = TLanes.Subtract(TLanes.Load(a + i + TLanes.Count), TLanes.Load(b + i + TLanes.Count));
            even = TLanes.MultiplyAdd(first, first, even);
            odd = TLanes.MultiplyAdd(second, second, odd);
        }

        var sum = TLanes.Sum(TLanes.Add(even, odd));
        for (; i < dimension; i++)
        {
            var difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }
}
