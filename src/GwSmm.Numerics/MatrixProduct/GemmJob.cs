using System.Numerics;
using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>The pieces of one product on a range of columns of C, free to run on several threads.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TTile">The innermost product.</typeparam>
internal readonly unsafe struct GemmJob<T, TTile>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTile : struct, ITile<T>
{
    private const int BlockK = GemmDriver<T, TTile>.BlockK;
    private const int BlockM = GemmDriver<T, TTile>.BlockM;
    private const int LargestTile = 12 * 2 * 16;
    private const int LargestTileRows = 12;
    private readonly GemmProblem<T> _problem;
    private readonly int _start;
    private readonly int _count;
    private readonly int _firstPacked;
    private readonly T* _packed;
    private readonly bool _packA;

    /// <summary>Describes the work on columns start to start + count; panels below firstPacked are read where they lie.</summary>
    public GemmJob(in GemmProblem<T> problem, int start, int count, int firstPacked, T* packed, bool packA)
    {
        _problem = problem;
        _start = start;
        _count = count;
        _firstPacked = firstPacked;
        _packed = packed;
        _packA = packA;
    }

    /// <summary>Rows of C.</summary>
    public int M => _problem.M;

    /// <summary>Packs panels of B: [panel][k][column in panel].</summary>
    public void Pack(int firstPanel, int endPanel)
    {
        var step = StepsTogether(_problem.BColumn, _problem.K);
        for (var l = 0; l < _problem.K; l += step)
        {
            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                var column = panel * TTile.Columns;
                Packing.Interleave(
                    _problem.B + ((_start + column) * _problem.BColumn) + (l * _problem.BRow),
                    _problem.BColumn,
                    _problem.BRow,
                    Math.Min(TTile.Columns, _count - column),
                    Math.Min(step, _problem.K - l),
                    PackedPanel(panel) + ((nint)l * TTile.Columns),
                    TTile.Columns);
            }
        }
    }

    /// <summary>Computes rows [firstRow, endRow) by panels [firstPanel, endPanel) of C.</summary>
    [SkipLocalsInit]
    public void Multiply(int firstRow, int endRow, int firstPanel, int endPanel)
    {
        if (_packA)
        {
            using var packedA = new AlignedBuffer<T>(BlockM * BlockK);
            for (var row = firstRow; row < endRow; row += BlockM)
            {
                MultiplyPacked(row, Math.Min(BlockM, endRow - row), firstPanel, endPanel, packedA.Start);
            }

            return;
        }

        var strip = stackalloc T[LargestTileRows * BlockK];
        for (var row = firstRow; row < endRow; row += BlockM)
        {
            MultiplyInPlace(row, Math.Min(BlockM, endRow - row), firstPanel, endPanel, strip);
        }
    }

    private void MultiplyInPlace(int firstRow, int rows, int firstPanel, int endPanel, T* strip)
    {
        var lastRow = firstRow + (rows / TTile.Rows * TTile.Rows);
        var lastCount = firstRow + rows - lastRow;
        for (var l = 0; l < _problem.K; l += BlockK)
        {
            var depth = Math.Min(BlockK, _problem.K - l);
            var beta = l == 0 ? _problem.Beta : T.One;
            if (lastCount > 0)
            {
                Packing.Interleave(A(lastRow, l), _problem.ARow, _problem.AColumn, lastCount, depth, strip, TTile.Rows);
            }

            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                for (var row = firstRow; row < lastRow; row += TTile.Rows)
                {
                    MultiplyTile(A(row, l), _problem.ARow, _problem.AColumn, TTile.Rows, row, l, depth, panel, beta);
                }

                if (lastCount > 0)
                {
                    MultiplyTile(strip, 1, TTile.Rows, lastCount, lastRow, l, depth, panel, beta);
                }
            }
        }
    }

    private void MultiplyPacked(int firstRow, int rows, int firstPanel, int endPanel, T* packedA)
    {
        for (var l = 0; l < _problem.K; l += BlockK)
        {
            var depth = Math.Min(BlockK, _problem.K - l);
            var beta = l == 0 ? _problem.Beta : T.One;
            PackA(firstRow, rows, l, depth, packedA);
            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                for (var row = 0; row < rows; row += TTile.Rows)
                {
                    MultiplyTile(
                        packedA + ((nint)row * depth), 1, TTile.Rows, Math.Min(TTile.Rows, rows - row), firstRow + row, l, depth, panel,
                        beta);
                }
            }
        }
    }

    private void PackA(int firstRow, int rows, int firstL, int depth, T* packedA)
    {
        var step = StepsTogether(_problem.ARow, depth);
        for (var l = 0; l < depth; l += step)
        {
            for (var row = 0; row < rows; row += TTile.Rows)
            {
                Packing.Interleave(
                    A(firstRow + row, firstL + l),
                    _problem.ARow,
                    _problem.AColumn,
                    Math.Min(TTile.Rows, rows - row),
                    Math.Min(step, depth - l),
                    packedA + ((nint)row * depth) + (l * TTile.Rows),
                    TTile.Rows);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MultiplyTile(T* a, nint aRow, nint aColumn, int rows, int row, int l, int depth, int panel, T beta)
    {
        var column = panel * TTile.Columns;
        var columns = Math.Min(TTile.Columns, _count - column);
        var c = _problem.C + (row * _problem.CRow) + _start + column;
        T* b;
        nint bRow;
        if (panel < _firstPacked)
        {
            b = _problem.B + (l * _problem.BRow) + _start + column;
            bRow = _problem.BRow;
        }
        else
        {
            b = PackedPanel(panel) + ((nint)l * TTile.Columns);
            bRow = TTile.Columns;
        }

        if (rows == TTile.Rows && columns == TTile.Columns)
        {
            TTile.Run(depth, a, aRow, aColumn, b, bRow, c, _problem.CRow, _problem.Alpha, beta);
        }
        else
        {
            MultiplyEdge(a, aRow, aColumn, b, bRow, c, rows, columns, depth, beta);
        }
    }

    [SkipLocalsInit]
    private void MultiplyEdge(
        T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, int rows, int columns, int depth, T beta)
    {
        var tile = stackalloc T[LargestTile];
        TTile.Run(depth, a, aRow, aColumn, b, bRow, tile, TTile.Columns, _problem.Alpha, T.Zero);
        for (var i = 0; i < rows; i++)
        {
            var from = tile + (i * TTile.Columns);
            var to = c + (i * _problem.CRow);
            for (var j = 0; j < columns; j++)
            {
                to[j] = beta == T.Zero ? from[j] : from[j] + (beta * to[j]);
            }
        }
    }

    /// <summary>Neighbours in memory that go to different panels are read together: a panel at a time would touch a page per number.</summary>
    private static int StepsTogether(nint line, int length) => line == 1 ? 16 : length;

    private T* A(int row, int l) => _problem.A + (row * _problem.ARow) + (l * _problem.AColumn);

    private T* PackedPanel(int panel) => _packed + ((nint)(panel - _firstPacked) * TTile.Columns * _problem.K);
}
