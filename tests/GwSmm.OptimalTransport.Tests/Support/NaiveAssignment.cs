namespace GwSmm.OptimalTransport.Tests;

/// <summary>The assignment problem by trying every permutation.</summary>
internal static class NaiveAssignment
{
    public static double LeastCost(double[] cost, int count) => LeastFrom(cost, count, 0, new bool[count]);

    private static double LeastFrom(double[] cost, int count, int row, bool[] taken)
    {
        if (row == count)
        {
            return 0;
        }

        var least = double.PositiveInfinity;
        for (var j = 0; j < count; j++)
        {
            if (!taken[j])
            {
                taken[j] = true;
                least = Math.Min(least, cost[(row * count) + j] + LeastFrom(cost, count, row + 1, taken));
                taken[j] = false;
            }
        }

        return least;
    }
}
