namespace GwSmm.Numerics;

/// <summary>
/// Scans on vectors. Each lane keeps its own least number and where it stood (as a number, exact up to 2^53); the lanes are
/// joined at the end, the first position winning, so the result is the same for every width.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static unsafe class RowScanKernel<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<double, TVector>
{
    // Two chains hide the latency of compare and select.
    private const int Chains = 2;
    private const int MostLanes = 8;

    public static TwoLeast FindTwoLeast(double* row, double* dual, int count)
    {
        var infinity = TLanes.Broadcast(double.PositiveInfinity);
        TVector least0 = infinity, least1 = infinity, next0 = infinity, next1 = infinity;
        TVector at0 = TLanes.Broadcast(count), at1 = at0;
        var step = TLanes.Broadcast(Chains * TLanes.Count);
        var position0 = Ramp();
        var position1 = TLanes.Add(position0, TLanes.Broadcast(TLanes.Count));
        var j = 0;
        for (; j <= count - (Chains * TLanes.Count); j += Chains * TLanes.Count)
        {
            var value0 = TLanes.Subtract(TLanes.Load(row + j), TLanes.Load(dual + j));
            var value1 = TLanes.Subtract(TLanes.Load(row + j + TLanes.Count), TLanes.Load(dual + j + TLanes.Count));
            next0 = TLanes.Min(next0, TLanes.WhereLess(value0, least0, least0, value0));
            next1 = TLanes.Min(next1, TLanes.WhereLess(value1, least1, least1, value1));
            at0 = TLanes.WhereLess(value0, least0, position0, at0);
            at1 = TLanes.WhereLess(value1, least1, position1, at1);
            least0 = TLanes.Min(least0, value0);
            least1 = TLanes.Min(least1, value1);
            position0 = TLanes.Add(position0, step);
            position1 = TLanes.Add(position1, step);
        }

        var lanes = Chains * TLanes.Count;
        var leasts = stackalloc double[Chains * MostLanes];
        var nexts = stackalloc double[Chains * MostLanes];
        var positions = stackalloc double[Chains * MostLanes];
        Store(leasts, least0, least1);
        Store(nexts, next0, next1);
        Store(positions, at0, at1);
        var (first, least, next) = (count, double.PositiveInfinity, double.PositiveInfinity);
        for (var lane = 0; lane < lanes; lane++)
        {
            var position = (int)positions[lane];
            if (leasts[lane] < least || (leasts[lane] == least && position < first))
            {
                next = Math.Min(least, Math.Min(next, nexts[lane]));
                (first, least) = (position, leasts[lane]);
            }
            else
            {
                next = Math.Min(next, leasts[lane]);
            }
        }

        for (; j < count; j++)
        {
            var value = row[j] - dual[j];
            if (value < least)
            {
                (first, least, next) = (j, value, least);
            }
            else if (value < next)
            {
                next = value;
            }
        }

        return new TwoLeast(first, least, next);
    }

    /// <summary>Widths narrower than half a set of classes go over the row several times, each time for some classes.</summary>
    public static void FindClassLeasts(double* row, double* dual, int count, int* positions)
    {
        const int Classes = RowScan.Classes;
        var full = count / Classes * Classes;
        var leasts = stackalloc double[Classes];
        var at = stackalloc double[Classes];
        for (var start = 0; start < Classes; start += Chains * TLanes.Count)
        {
            TVector least0 = TLanes.Broadcast(double.PositiveInfinity), least1 = least0;
            TVector at0 = TLanes.Broadcast(-1), at1 = at0;
            var step = TLanes.Broadcast(Classes);
            var position0 = TLanes.Add(Ramp(), TLanes.Broadcast(start));
            var position1 = TLanes.Add(position0, TLanes.Broadcast(TLanes.Count));
            for (var j = start; j < full; j += Classes)
            {
                var value0 = TLanes.Subtract(TLanes.Load(row + j), TLanes.Load(dual + j));
                var value1 = TLanes.Subtract(TLanes.Load(row + j + TLanes.Count), TLanes.Load(dual + j + TLanes.Count));
                at0 = TLanes.WhereLess(value0, least0, position0, at0);
                at1 = TLanes.WhereLess(value1, least1, position1, at1);
                least0 = TLanes.Min(least0, value0);
                least1 = TLanes.Min(least1, value1);
                position0 = TLanes.Add(position0, step);
                position1 = TLanes.Add(position1, step);
            }

            Store(leasts + start, least0, least1);
            Store(at + start, at0, at1);
        }

        for (var k = 0; k < Classes; k++)
        {
            var last = full + k;
            positions[k] = last < count && row[last] - dual[last] < leasts[k] ? last : (int)at[k];
        }
    }

    public static int Relax(double* row, double* dual, double offset, double origin, double* distance, double* origins, int count, out double least)
    {
        TVector least0 = TLanes.Broadcast(double.PositiveInfinity), least1 = least0;
        TVector at0 = TLanes.Broadcast(count), at1 = at0;
        var step = TLanes.Broadcast(Chains * TLanes.Count);
        var position0 = Ramp();
        var position1 = TLanes.Add(position0, TLanes.Broadcast(TLanes.Count));
        var from = TLanes.Broadcast(origin);
        var shift = TLanes.Broadcast(offset);
        var j = 0;
        for (; j <= count - (Chains * TLanes.Count); j += Chains * TLanes.Count)
        {
            var distance0 = RelaxVector(row + j, dual + j, shift, from, distance + j, origins + j);
            var distance1 = RelaxVector(
                row + j + TLanes.Count, dual + j + TLanes.Count, shift, from, distance + j + TLanes.Count, origins + j + TLanes.Count);
            at0 = TLanes.WhereLess(distance0, least0, position0, at0);
            at1 = TLanes.WhereLess(distance1, least1, position1, at1);
            least0 = TLanes.Min(least0, distance0);
            least1 = TLanes.Min(least1, distance1);
            position0 = TLanes.Add(position0, step);
            position1 = TLanes.Add(position1, step);
        }

        var leasts = stackalloc double[Chains * MostLanes];
        var positions = stackalloc double[Chains * MostLanes];
        Store(leasts, least0, least1);
        Store(positions, at0, at1);
        var first = count;
        least = double.PositiveInfinity;
        for (var lane = 0; lane < Chains * TLanes.Count; lane++)
        {
            if (leasts[lane] < least || (leasts[lane] == least && positions[lane] < first))
            {
                (first, least) = ((int)positions[lane], leasts[lane]);
            }
        }

        for (; j < count; j++)
        {
            var value = row[j] - dual[j] - offset;
            if (value < distance[j])
            {
                distance[j] = value;
                origins[j] = origin;
            }

            if (distance[j] < least)
            {
                (first, least) = (j, distance[j]);
            }
        }

        return first;
    }

    private static TVector RelaxVector(double* row, double* dual, TVector shift, TVector from, double* distance, double* origins)
    {
        var value = TLanes.Subtract(TLanes.Subtract(TLanes.Load(row), TLanes.Load(dual)), shift);
        var before = TLanes.Load(distance);
        var after = TLanes.Min(before, value);
        TLanes.Store(after, distance);
        TLanes.Store(TLanes.WhereLess(value, before, from, TLanes.Load(origins)), origins);
        return after;
    }

    private static TVector Ramp()
    {
        var ramp = stackalloc double[MostLanes];
        for (var lane = 0; lane < TLanes.Count; lane++)
        {
            ramp[lane] = lane;
        }

        return TLanes.Load(ramp);
    }

    private static void Store(double* target, TVector first, TVector second)
    {
        TLanes.Store(first, target);
        TLanes.Store(second, target + TLanes.Count);
    }
}
