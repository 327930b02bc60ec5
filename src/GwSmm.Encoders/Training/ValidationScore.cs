namespace GwSmm.Encoders;

/// <summary>How well validation responses are scored after an epoch, and which of two epochs is better.</summary>
internal sealed class ValidationScore
{
    private readonly TrainingExamples _examples;
    private readonly int[,] _confusion;
    private double _loss;
    private int _rows;
    private int _right;

    /// <summary>Starts with no responses.</summary>
    public ValidationScore(TrainingExamples examples)
    {
        _examples = examples;
        _confusion = new int[examples.Labels, examples.Labels];
    }

    /// <summary>Mean loss per response.</summary>
    public double Loss => _loss / _rows;

    /// <summary>Share of responses (multi-label: of labels) predicted right.</summary>
    public double Accuracy => (double)_right / (_rows * _examples.Decisions);

    /// <summary>Quadratic weighted kappa (Cohen, 1968); null where classes are not numbers; 0 where nothing but chance can agree.</summary>
    public double? Kappa => _examples.AreOrdered ? ComputeKappa() : null;

    /// <summary>Counts responses in.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="logits">Their logits; overwritten.</param>
    public void Add(ReadOnlySpan<int> rows, Span<float> logits)
    {
        _rows += rows.Length;
        _right += _examples.CountRight(rows, logits);
        if (_examples.AreOrdered)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                _confusion[_examples.ClassOf(rows[i]), HeadLoss.IndexOfMax(logits.Slice(i * _examples.Labels, _examples.Labels))]++;
            }
        }

        _loss += _examples.Loss(rows, logits);
    }

    /// <summary>By kappa where classes are numbers, else by accuracy; among equals by the lower loss.</summary>
    /// <param name="other">An epoch that was scored on the same responses.</param>
    public bool IsBetterThan(EpochProgress other)
    {
        var (mine, theirs) = (Kappa ?? Accuracy, other.ValidationKappa ?? other.ValidationAccuracy);
        return mine > theirs || (mine == theirs && Loss < other.ValidationLoss);
    }

    private double ComputeKappa()
    {
        var classes = _examples.Labels;
        var (found, expected) = (0.0, 0.0);
        for (var i = 0; i < classes; i++)
        {
            for (var j = 0; j < classes; j++)
            {
                var weight = (i - j) * (i - j);
                var (row, column) = (0, 0);
                for (var k = 0; k < classes; k++)
                {
                    row += _confusion[i, k];
                    column += _confusion[k, j];
                }

                found += (double)weight * _confusion[i, j];
                expected += (double)weight * row * column / _rows;
            }
        }

        return expected == 0 ? 0 : 1 - (found / expected);
    }
}
