using GwSmm.Encoders;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Probabilities and predictions of some rows over a common list of classes or labels.</summary>
/// <param name="kind">Multi-class or multi-label.</param>
/// <param name="classes">The number of slots.</param>
/// <param name="rows">The number of rows.</param>
internal sealed class RoutedValues(HeadKind kind, int classes, int rows)
{
    private readonly VBuffer<float>[] _scores = new VBuffer<float>[rows];
    private readonly uint[] _keys = new uint[rows];
    private readonly VBuffer<bool>[] _flags = new VBuffer<bool>[rows];

    /// <summary>Computes a row.</summary>
    /// <param name="row">Its index.</param>
    /// <param name="features">Its features.</param>
    /// <param name="head">The head.</param>
    /// <param name="slots">For each label of the head its slot.</param>
    public void Set(int row, ReadOnlySpan<float> features, ScoringHead head, int[] slots)
    {
        var own = HeadPredictor.Probabilities(head, features);
        var scores = new float[classes];
        for (var label = 0; label < own.Length; label++)
        {
            scores[slots[label]] = own[label];
        }

        _scores[row] = new VBuffer<float>(classes, scores);
        if (kind == HeadKind.MultiClass)
        {
            // The lowest of equal slots wins, as in ML.NET's evaluator.
            _keys[row] = (uint)(head.CutPoints.Count > 0 ? slots[HeadPredictor.ClassOf(head, own)] : scores.AsSpan().IndexOf(scores.Max())) + 1;
            return;
        }

        var flags = new bool[classes];
        for (var label = 0; label < own.Length; label++)
        {
            flags[slots[label]] = own[label] >= head.Thresholds[label];
        }

        _flags[row] = new VBuffer<bool>(classes, flags);
    }

    /// <summary>Hands the columns over, score first, prediction next.</summary>
    public void AddTo(Array?[] values, bool[] active, int first)
    {
        values[first] = active[first] ? _scores : null;
        values[first + 1] = active[first + 1] ? kind == HeadKind.MultiClass ? _keys : _flags : null;
    }
}
