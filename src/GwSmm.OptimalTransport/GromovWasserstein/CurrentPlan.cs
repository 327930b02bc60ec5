using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// The plan of a conditional-gradient run and the vertices of its last two steps. The plan is written out only when it must be: as
/// long as it is the start p q^T or a vertex, it stays in that form. Reusable; not thread-safe.
/// </summary>
internal sealed class CurrentPlan
{
    private double[] _dense = [];
    private double[] _rowWeights = [];
    private double[] _columnWeights = [];
    private SparsePlan _spare = new();
    private bool _isDense;

    /// <summary>The vertex of the last step.</summary>
    public SparsePlan Vertex { get; private set; } = new();

    /// <summary>The vertex of the step before.</summary>
    public SparsePlan PreviousVertex => _spare;

    /// <summary>Whether the plan is <see cref="Vertex"/>.</summary>
    public bool IsVertex { get; private set; }

    private int Length => _rowWeights.Length * _columnWeights.Length;

    /// <summary>Starts a run.</summary>
    /// <param name="rowWeights">The weights of the rows p [n].</param>
    /// <param name="columnWeights">The weights of the columns q [m].</param>
    /// <param name="initialPlan">The start [n, m]; empty for p q^T.</param>
    public void Start(double[] rowWeights, double[] columnWeights, ReadOnlySpan<double> initialPlan)
    {
        (_rowWeights, _columnWeights) = (rowWeights, columnWeights);
        if (_dense.Length < Length)
        {
            _dense = new double[Length];
        }

        IsVertex = false;
        _isDense = !initialPlan.IsEmpty;
        initialPlan.CopyTo(_dense);
    }

    /// <summary>Moves on to the next step.</summary>
    /// <returns>The <see cref="Vertex"/> to fill.</returns>
    public SparsePlan NextVertex()
    {
        (Vertex, _spare) = (_spare, Vertex);
        return Vertex;
    }

    /// <summary>Makes the vertex of the step the plan.</summary>
    public void TakeVertex() => (IsVertex, _isDense) = (true, false);

    /// <summary>Undoes <see cref="NextVertex"/>: the plan stays what it was.</summary>
    public void Stay() => (Vertex, _spare) = (_spare, Vertex);

    /// <summary>Replaces the plan T by T + step (V - T), V the vertex of the step.</summary>
    /// <param name="step">Between 0 and 1.</param>
    public void MixIn(double step)
    {
        WriteOut(_spare);
        IsVertex = false;
        var plan = _dense.AsSpan(0, Length);
        TensorPrimitives.Multiply(plan, 1 - step, plan);
        Vertex.AddTo(step, plan);
    }

    /// <summary>The plan written out.</summary>
    /// <returns>The masses [n, m]; valid until the next call of another method.</returns>
    public ReadOnlySpan<double> Dense()
    {
        WriteOut(Vertex);
        return _dense.AsSpan(0, Length);
    }

    /// <summary>The cells of the plan. Ends the run: the vertices are lost unless the plan is one.</summary>
    /// <param name="mostCells">The largest number of cells.</param>
    /// <returns>Null when there are more.</returns>
    public SparsePlan? Cells(double mostCells)
    {
        if (IsVertex)
        {
            return Vertex;
        }

        var plan = Dense();
        var count = plan.Length - plan.Count(0.0);
        if (count > mostCells)
        {
            return null;
        }

        var columns = _columnWeights.Length;
        _spare.Begin(_rowWeights.Length, columns, count);
        for (var k = 0; k < plan.Length; k++)
        {
            if (plan[k] > 0)
            {
                _spare.Add(k / columns, k % columns, plan[k]);
            }
        }

        _spare.End();
        return _spare;
    }

    private void WriteOut(SparsePlan vertex)
    {
        if (_isDense)
        {
            return;
        }

        var plan = _dense.AsSpan(0, Length);
        if (IsVertex)
        {
            plan.Clear();
            vertex.AddTo(1, plan);
        }
        else
        {
            for (var i = 0; i < _rowWeights.Length; i++)
            {
                TensorPrimitives.Multiply(_columnWeights, _rowWeights[i], plan.Slice(i * _columnWeights.Length, _columnWeights.Length));
            }
        }

        _isDense = true;
    }
}
