using GwSmm.Encoders;
using GwSmm.Evaluation;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Measures how well predictions agree with the labels of one item's responses, and what of it another encoder keeps.</summary>
internal sealed class Agreement
{
    /// <summary>Below this a ratio of scores says nothing; the difference is taken.</summary>
    private const double LeastBaseline = 0.05;

    private readonly HeadKind _kind;
    private readonly int _labels;
    private readonly Predictions _actual;
    private readonly double[]? _values;
    private readonly int[] _all;

    /// <summary>Prepares an item.</summary>
    /// <param name="head">A head of the item; its labels give the order of all that follows.</param>
    /// <param name="responses">The responses with their labels.</param>
    /// <exception cref="GwSmmException">A response has a label that the head has not.</exception>
    public Agreement(ScoringHead head, ResponseSet responses)
    {
        _kind = head.Kind;
        _labels = head.Labels.Count;
        var targets = HeadTargets.Create(head, responses);
        _actual = _kind == HeadKind.MultiClass
            ? new Predictions([.. Enumerable.Range(0, responses.Count).Select(row => Array.IndexOf(targets, 1, row * _labels, _labels) - (row * _labels))], [])
            : new Predictions([], [.. targets.Select(target => target > 0)]);
        _all = [.. Enumerable.Range(0, responses.Count)];
        _values = _kind == HeadKind.MultiClass ? OrdinalLabels.Values(head.Labels) : null;
    }

    /// <summary>Predicts.</summary>
    /// <param name="head">A head with the labels in the same order.</param>
    /// <param name="features">[responses, features].</param>
    public static Predictions Predict(ScoringHead head, float[] features) =>
        head.Kind == HeadKind.MultiClass ? new Predictions(HeadPredictor.Classes(head, features), []) : new Predictions([], HeadPredictor.Flags(head, features));

    /// <summary>The score of predictions: kappa, accuracy or micro F1.</summary>
    public double Score(Predictions predictions) => Measure(predictions, _all).Score;

    /// <summary>The share of the baseline's scores that other predictions keep.</summary>
    /// <param name="baseline">Predictions of the individual model.</param>
    /// <param name="candidate">The others.</param>
    /// <param name="options">Confidence and resamples.</param>
    /// <param name="random">Draws the resamples.</param>
    /// <returns>The share, and the share kept at least with the confidence asked for: the smaller one of two measures each.</returns>
    public (double Retention, double LowerBound) Compare(Predictions baseline, Predictions candidate, AutoMergeOptions options, DeterministicRandom random)
    {
        var (score, accuracy) = Ratio(baseline, candidate, _all);
        var scores = new double[options.Resamples];
        var accuracies = new double[options.Resamples];
        var rows = new int[_all.Length];
        for (var i = 0; i < options.Resamples; i++)
        {
            for (var row = 0; row < rows.Length; row++)
            {
                rows[row] = random.Next(rows.Length);
            }

            (scores[i], accuracies[i]) = Ratio(baseline, candidate, rows);
        }

        Array.Sort(scores);
        Array.Sort(accuracies);
        var position = (int)((1 - options.Confidence) * options.Resamples);
        return (Math.Min(score, accuracy), Math.Min(scores[position], accuracies[position]));
    }

    private (double Score, double Accuracy) Ratio(Predictions baseline, Predictions candidate, int[] rows)
    {
        var (a, b) = (Measure(baseline, rows), Measure(candidate, rows));
        return (Kept(a.Score, b.Score), Kept(a.Accuracy, b.Accuracy));
    }

    private static double Kept(double baseline, double candidate) => baseline < LeastBaseline ? 1 + (candidate - baseline) : candidate / baseline;

    private (double Score, double Accuracy) Measure(Predictions predictions, int[] rows)
    {
        if (_kind == HeadKind.MultiLabel)
        {
            var metrics = MultiLabelMetrics.Compute(Rows(_actual.Flags, rows, _labels), Rows(predictions.Flags, rows, _labels), _labels);
            return (metrics.MicroF1, metrics.MeanLabelAccuracy);
        }

        var (actual, predicted) = (Rows(_actual.Classes, rows, 1), Rows(predictions.Classes, rows, 1));
        var right = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            right += actual[i] == predicted[i] ? 1 : 0;
        }

        var accuracy = (double)right / actual.Length;
        return (_values is null ? accuracy : QuadraticWeightedKappa.Compute(actual, predicted, _values), accuracy);
    }

    private static T[] Rows<T>(T[] values, int[] rows, int width)
    {
        var result = new T[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
        {
            Array.Copy(values, rows[i] * width, result, i * width, width);
        }

        return result;
    }
}
