using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>
/// Sums over rows of inputs in double: X'X, with a constant input 1 after the others that stands for the bias, and X'Y for outputs Y where there are some. Not thread-safe; the bits
/// do not depend on the number of threads.
/// </summary>
internal sealed class GramMatrix
{
    private const int RowsPerBlock = 512;

    /// <summary>Columns of a panel: of X'X only panels from the diagonal downwards are computed.</summary>
    private const int ColumnsPerPanel = 128;

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _threads;
    private readonly double[] _x;
    private readonly double[] _y;

    /// <summary>Starts with zeros.</summary>
    /// <param name="inputs">Values of a row, the constant not counted.</param>
    /// <param name="outputs">Outputs of a row; 0 for X'X alone.</param>
    /// <param name="threads">Threads to use.</param>
    public GramMatrix(int inputs, int outputs, int threads)
    {
        _inputs = inputs;
        _outputs = outputs;
        _threads = threads;
        Order = inputs + 1;
        Values = new double[Order * Order];
        Cross = new double[Order * outputs];
        _x = new double[RowsPerBlock * Order];
        _y = new double[RowsPerBlock * outputs];
    }

    /// <summary>Inputs and the constant.</summary>
    public int Order { get; }

    /// <summary>Outputs of a row.</summary>
    public int Outputs => _outputs;

    /// <summary>X'X [order, order]; before <see cref="Scale"/> only the lower triangle counts.</summary>
    public double[] Values { get; }

    /// <summary>X'Y [order, outputs].</summary>
    public double[] Cross { get; }

    /// <summary>Rows added.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds rows.</summary>
    /// <param name="x">[rows, inputs], row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="output">Writes the outputs of a row, given its number and where they go; null where there are none.</param>
    public void Add(ReadOnlySpan<float> x, int rows, Action<int, Memory<double>>? output = null)
    {
        Rows += rows;
        for (var start = 0; start < rows; start += RowsPerBlock)
        {
            var count = Math.Min(RowsPerBlock, rows - start);
            for (var row = 0; row < count; row++)
            {
                var target = _x.AsSpan(row * Order, Order);
                for (var i = 0; i < _inputs; i++)
                {
                    target[i] = x[((start + row) * _inputs) + i];
                }

                target[_inputs] = 1;
                output?.Invoke(start + row, _y.AsMemory(row * _outputs, _outputs));
            }

            AddBlock(count);
        }
    }

    /// <summary>Divides by the number of rows, mirrors X'X, and multiplies its off-diagonal entries by a factor.</summary>
    /// <param name="offDiagonal">The factor.</param>
    public void Scale(double offDiagonal)
    {
        for (var i = 0; i < Order; i++)
        {
            Values[(i * Order) + i] /= Rows;
            for (var j = 0; j < i; j++)
            {
                var value = offDiagonal * Values[(i * Order) + j] / Rows;
                Values[(i * Order) + j] = value;
                Values[(j * Order) + i] = value;
            }
        }

        for (var i = 0; i < Cross.Length; i++)
        {
            Cross[i] /= Rows;
        }
    }

    /// <summary>Adds to the diagonal.</summary>
    /// <param name="ridge">The addend relative to the mean of the diagonal.</param>
    public void AddRidge(double ridge)
    {
        var addend = ridge * MeanDiagonal();
        for (var i = 0; i < Order; i++)
        {
            Values[(i * Order) + i] += addend;
        }
    }

    /// <summary>The mean of the diagonal.</summary>
    public double MeanDiagonal()
    {
        var trace = 0.0;
        for (var i = 0; i < Order; i++)
        {
            trace += Values[(i * Order) + i];
        }

        return trace / Order;
    }

    private void AddBlock(int rows)
    {
        for (var panel = 0; panel < Order; panel += ColumnsPerPanel)
        {
            var width = Math.Min(ColumnsPerPanel, Order - panel);
            Gemm.Multiply(
                true, false, Order - panel, width, rows, 1, _x.AsSpan(panel), Order, _x.AsSpan(panel), Order, 1, Values.AsSpan((panel * Order) + panel), Order, _threads);
        }

        if (_outputs > 0)
        {
            Gemm.Multiply(true, false, Order, _outputs, rows, 1, _x, Order, _y, _outputs, 1, Cross, _outputs, _threads);
        }
    }
}
