using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>Splits rows into blocks of a fixed size, so that no result depends on the number of threads.</summary>
internal static class RowBlocks
{
    /// <summary>Rows of a block.</summary>
    public const int Size = 32;

    /// <summary>Columns of a block where columns are split.</summary>
    private const int ColumnsPerBlock = 64;

    /// <summary>The number of blocks.</summary>
    public static int Count(int rows) => (rows + Size - 1) / Size;

    /// <summary>Calls the body with first row (inclusive) and end (exclusive) of every block.</summary>
    public static void For(int rows, int threads, Action<int, int> body) =>
        Threads.For(Count(rows), threads, block => body(block * Size, Math.Min(rows, (block + 1) * Size)));

    /// <summary>The same for a body that captures nothing; with one thread it allocates nothing.</summary>
    public static void For<TState>(int rows, int threads, TState state, Action<TState, int, int> body) =>
        Threads.For(Count(rows), threads, (rows, state, body), static (part, block) => part.body(part.state, block * Size, Math.Min(part.rows, (block + 1) * Size)));

    /// <summary>Calls the body with first column and width of every block of columns.</summary>
    public static void ForColumns(int columns, int threads, Action<int, int> body) =>
        Threads.For((columns + ColumnsPerBlock - 1) / ColumnsPerBlock, threads, block =>
        {
            var start = block * ColumnsPerBlock;
            body(start, Math.Min(ColumnsPerBlock, columns - start));
        });
}
