namespace GwSmm.Merging;

/// <summary>Cuts sorted responses into one segment per class, some of them empty, at the least cost. Equal values stay together. Not thread-safe.</summary>
/// <param name="values">A value of each response [n].</param>
/// <param name="order">The responses by ascending value [n].</param>
/// <param name="classes">c, at least 2.</param>
internal sealed class SegmentPath(double[] values, int[] order, int classes)
{
    private readonly double[] _cost = new double[(order.Length + 1) * classes];
    private readonly int[] _start = new int[(order.Length + 1) * classes];

    /// <summary>Finds the segments.</summary>
    /// <param name="cost">What it costs to put a response into a class.</param>
    /// <returns>Positions in the order [c + 1]: class k holds those from k on and before k + 1. Among equals, lower classes hold more.</returns>
    public int[] Cheapest(Func<int, int, double> cost)
    {
        var count = order.Length;
        for (var c = 0; c < classes; c++)
        {
            // The cheapest end of the classes before, minus the running cost of this class up to there.
            var (running, best, start) = (0.0, c == 0 ? 0 : _cost[c - 1], 0);
            for (var end = 0; end <= count; end++)
            {
                if (end > 0)
                {
                    running += cost(order[end - 1], c);
                }

                var boundary = end == 0 || end == count || values[order[end - 1]] != values[order[end]];
                if (c > 0 && end > 0 && boundary && _cost[(end * classes) + c - 1] - running <= best)
                {
                    (best, start) = (_cost[(end * classes) + c - 1] - running, end);
                }

                _cost[(end * classes) + c] = best + running;
                _start[(end * classes) + c] = start;
            }
        }

        var starts = new int[classes + 1];
        starts[classes] = count;
        for (var c = classes - 1; c >= 0; c--)
        {
            starts[c] = c == 0 ? 0 : _start[(starts[c + 1] * classes) + c];
        }

        return starts;
    }
}
