namespace Microsoft.ML.Data;

internal sealed class MulticlassCounter(int classes)
{
    private const float Smallest = 1e-15f;

    private readonly double[][] _counts = [.. Enumerable.Range(0, classes).Select(_ => new double[classes])];
    private readonly double[] _lossOfClass = new double[classes];
    private readonly double[] _ranks = new double[classes + 1];
    private double _loss;
    private double _rows;

    // Rows without a usable label or score do not count.
    public void Add(float label, float[] scores)
    {
        if (float.IsNaN(label) || label < 0 || label != (int)label || !Array.TrueForAll(scores, float.IsFinite))
            return;
        int actual = (int)label;
        bool known = actual < classes;
        double loss = -Math.Log(known ? Math.Clamp(scores[actual], Smallest, 1f) : Smallest);
        _rows++;
        _loss += loss;
        int assigned = Array.IndexOf(scores, scores.Max());
        float own = known ? scores[actual] : 0;
        _ranks[Enumerable.Range(0, classes).Count(i => scores[i] > own || (scores[i] == own && i < actual))]++;
        if (!known)
            return;
        _lossOfClass[actual] += loss;
        _counts[actual][assigned]++;
    }

    public MulticlassClassificationMetrics ToMetrics(string[] names, int topK)
    {
        double[] perClass = [.. _counts.Select(row => row.Sum())];
        int[] present = [.. Enumerable.Range(0, classes).Where(i => perClass[i] > 0)];
        double loss = _rows > 0 ? _loss / _rows : 0;
        double entropy = -present.Sum(i => perClass[i] * Math.Log(perClass[i] / _rows)) / _rows;
        double running = 0;
        return new MulticlassClassificationMetrics
        {
            MicroAccuracy = _rows > 0 ? _ranks[0] / _rows : 0,
            MacroAccuracy = present.Length > 0 ? present.Average(i => _counts[i][i] / perClass[i]) : 0,
            LogLoss = loss,
            LogLossReduction = (entropy - loss) / entropy,
            PerClassLogLoss = [.. Enumerable.Range(0, classes).Select(i => perClass[i] > 0 ? _lossOfClass[i] / perClass[i] : 0)],
            TopKPredictionCount = topK,
            TopKAccuracy = topK > 0 ? _ranks.Take(topK).Sum() / _rows : 0,
            TopKAccuracyForAllK = topK > 0 ? [.. _ranks.Take(topK).Select(r => running += r / _rows)] : null,
            ConfusionMatrix = new ConfusionMatrix(_counts, names),
        };
    }
}
