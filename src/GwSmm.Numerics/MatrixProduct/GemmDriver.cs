using System.Numerics;

namespace GwSmm.Numerics;

/// <summary>
/// Blocks a product for the caches after Goto and van de Geijn (2008): B is packed once per range of columns, every task packs
/// its rows of A, and a tile of C stays in registers. Work is split over rows and columns of C only, never over k, and every
/// element is summed in the same order, so its bits depend neither on the threads nor on m, n or the path taken.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TTile">The innermost product.</typeparam>
internal static unsafe class GemmDriver<T, TTile>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTile : struct, ITile<T>
{
    /// <summary>Length of a partial sum. A panel of B of this depth is at most 48 KiB, a first-level cache; longer sums read and write C less often.</summary>
    internal const int BlockK = 384;

    /// <summary>Rows of A packed together (a multiple of every tile height): with BlockK less than a third of the second-level cache.</summary>
    internal const int BlockM = 96;

    /// <summary>Elements of B packed together.</summary>
    private const int PackedElements = 1 << 20;

    private const int PageSize = 4096;

    /// <summary>Scattered products of fewer multiplications than this read A where it lies.</summary>
    private const long SmallWork = 1 << 21;

    /// <summary>Multiplications that are worth another thread.</summary>
    private const long WorkPerThread = 1 << 17;

    /// <summary>Runs the product; m, n and k are positive.</summary>
    public static void Run(in GemmProblem<T> problem, int threads)
    {
        var work = (long)problem.M * problem.N * problem.K;
        threads = (int)Math.Min(threads, Math.Max(1, work / WorkPerThread));

        // Rows are read where they lie; columns would touch a page per number, and rows whole pages apart would share a set of the cache.
        var scattered = problem.AColumn != 1 || problem.ARow * sizeof(T) % PageSize == 0;
        var packA = (scattered && work > SmallWork) || problem.M < TTile.Rows;
        var columns = TTile.Columns;
        var range = Math.Max(columns, PackedElements / problem.K / columns * columns);
        for (var start = 0; start < problem.N; start += range)
        {
            RunColumns(problem, start, Math.Min(range, problem.N - start), threads, packA);
        }
    }

    private static void RunColumns(in GemmProblem<T> problem, int start, int count, int threads, bool packA)
    {
        var panels = (count + TTile.Columns - 1) / TTile.Columns;
        var fullPanels = count / TTile.Columns;

        // Few rows reuse a panel too rarely to pay for packing what lies well already.
        var firstPacked = problem.BColumn == 1 && problem.M <= 4 * TTile.Rows ? fullPanels : 0;
        var packed = default(AlignedBuffer<T>);
        if (firstPacked < panels)
        {
            packed = new AlignedBuffer<T>((panels - firstPacked) * TTile.Columns * problem.K);
        }

        try
        {
            var job = new GemmJob<T, TTile>(problem, start, count, firstPacked, packed.Start, packA);
            if (threads == 1)
            {
                job.Pack(firstPacked, panels);
                job.Multiply(0, problem.M, 0, panels);
            }
            else
            {
                RunThreads(job, threads, firstPacked, panels);
            }
        }
        finally
        {
            if (firstPacked < panels)
            {
                packed.Dispose();
            }
        }
    }

    private static void RunThreads(GemmJob<T, TTile> job, int threads, int firstPacked, int panels)
    {
        var packing = panels - firstPacked;
        var pieces = Math.Min(packing, threads);
        Threads.For(pieces, threads, i =>
            job.Pack(firstPacked + (int)((long)packing * i / pieces), firstPacked + (int)((long)packing * (i + 1) / pieces)));

        // Enough tasks to even out threads of unequal speed, made of columns only when there are too few rows.
        var rowTasks = (job.M + BlockM - 1) / BlockM;
        var columnTasks = Math.Clamp((4 * threads) / rowTasks, 1, panels);
        Threads.For(rowTasks * columnTasks, threads, task =>
        {
            var row = task / columnTasks * BlockM;
            var column = task % columnTasks;
            job.Multiply(
                row,
                Math.Min(job.M, row + BlockM),
                (int)((long)panels * column / columnTasks),
                (int)((long)panels * (column + 1) / columnTasks));
        });
    }
}
