using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>The cells of a coupling that carry mass, sorted by row and then by column. Reusable; not thread-safe.</summary>
internal sealed class SparsePlan
{
    private int[] _pendingRow = [];
    private int[] _pendingColumn = [];
    private double[] _pendingMass = [];
    private int[] _cursor = [];

    /// <summary>The number of rows n.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of columns m.</summary>
    public int Columns { get; private set; }

    /// <summary>The number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>Where the cells of each row start [n + 1].</summary>
    public int[] RowStart { get; private set; } = [];

    /// <summary>The column of each cell.</summary>
    public int[] Column { get; private set; } = [];

    /// <summary>The mass of each cell, above 0.</summary>
    public double[] Mass { get; private set; } = [];

    /// <summary>Starts a new plan with at most n + m - 1 cells.</summary>
    /// <param name="rows">The number of rows n.</param>
    /// <param name="columns">The number of columns m.</param>
    public void Begin(int rows, int columns) => Begin(rows, columns, rows + columns);

    /// <summary>Starts a new plan.</summary>
    /// <param name="rows">The number of rows n.</param>
    /// <param name="columns">The number of columns m.</param>
    /// <param name="capacity">The largest number of cells.</param>
    public void Begin(int rows, int columns, int capacity)
    {
        Rows = rows;
        Columns = columns;
        Count = 0;
        if (_pendingRow.Length < capacity)
        {
            _pendingRow = new int[capacity];
            _pendingColumn = new int[capacity];
            _pendingMass = new double[capacity];
            Column = new int[capacity];
            Mass = new double[capacity];
        }

        if (RowStart.Length < rows + 1)
        {
            RowStart = new int[rows + 1];
            _cursor = new int[rows + 1];
        }
    }

    /// <summary>Adds a cell; each cell at most once.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="mass">The mass, above 0.</param>
    public void Add(int row, int column, double mass)
    {
        _pendingRow[Count] = row;
        _pendingColumn[Count] = column;
        _pendingMass[Count] = mass;
        Count++;
    }

    /// <summary>Sorts the cells.</summary>
    public void End()
    {
        Array.Clear(RowStart, 0, Rows + 1);
        for (var k = 0; k < Count; k++)
        {
            RowStart[_pendingRow[k] + 1]++;
        }

        for (var i = 0; i < Rows; i++)
        {
            RowStart[i + 1] += RowStart[i];
        }

        Array.Copy(RowStart, _cursor, Rows + 1);
        for (var k = 0; k < Count; k++)
        {
            var at = _cursor[_pendingRow[k]]++;
            Column[at] = _pendingColumn[k];
            Mass[at] = _pendingMass[k];
        }

        for (var i = 0; i < Rows; i++)
        {
            Array.Sort(Column, Mass, RowStart[i], RowStart[i + 1] - RowStart[i]);
        }
    }

    /// <summary>Whether a row has the same cells and masses in another plan.</summary>
    /// <param name="other">The other plan.</param>
    /// <param name="row">The row.</param>
    /// <returns>True when all are equal.</returns>
    public bool RowEquals(SparsePlan other, int row)
    {
        var start = RowStart[row];
        var length = RowStart[row + 1] - start;
        var otherStart = other.RowStart[row];
        return length == other.RowStart[row + 1] - otherStart
            && Column.AsSpan(start, length).SequenceEqual(other.Column.AsSpan(otherStart, length))
            && Mass.AsSpan(start, length).SequenceEqual(other.Mass.AsSpan(otherStart, length));
    }

    /// <summary>The sum of mass times value over the cells.</summary>
    /// <param name="values">The values [n, m], row-major.</param>
    /// <returns>The inner product.</returns>
    public double Dot(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < Rows; i++)
        {
            var row = values.Slice(i * Columns, Columns);
            for (var k = RowStart[i]; k < RowStart[i + 1]; k++)
            {
                sum += Mass[k] * row[Column[k]];
            }
        }

        return sum;
    }

    /// <summary>Adds a multiple of one row of the product of the plan with a matrix.</summary>
    /// <param name="row">The row.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="matrix">The matrix [m, width], row-major.</param>
    /// <param name="width">Its number of columns.</param>
    /// <param name="destination">The sums [width].</param>
    public void AddRow(int row, double factor, ReadOnlySpan<double> matrix, int width, Span<double> destination)
    {
        for (var k = RowStart[row]; k < RowStart[row + 1]; k++)
        {
            TensorPrimitives.MultiplyAdd(matrix.Slice(Column[k] * width, width), factor * Mass[k], destination, destination);
        }
    }

    /// <summary>Adds a multiple of the plan to a matrix.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="destination">The matrix [n, m], row-major.</param>
    public void AddTo(double factor, Span<double> destination)
    {
        for (var i = 0; i < Rows; i++)
        {
            for (var k = RowStart[i]; k < RowStart[i + 1]; k++)
            {
                destination[(i * Columns) + Column[k]] += factor * Mass[k];
            }
        }
    }

    /// <summary>Copies the cells.</summary>
    /// <returns>A plan that shares nothing with this one and takes no further cells.</returns>
    public SparsePlan Clone() => new()
    {
        Rows = Rows,
        Columns = Columns,
        Count = Count,
        RowStart = RowStart[..(Rows + 1)],
        Column = Column[..Count],
        Mass = Mass[..Count],
    };

    /// <summary>Writes out the plan.</summary>
    /// <returns>The masses [n, m], row-major.</returns>
    public double[] ToDense()
    {
        var plan = new double[Rows * Columns];
        AddTo(1, plan);
        return plan;
    }
}
