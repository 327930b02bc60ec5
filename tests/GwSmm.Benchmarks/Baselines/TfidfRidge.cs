using MathNet.Numerics.LinearAlgebra;

namespace GwSmm.Benchmarks.Baselines;

/// <summary>Ridge regression of the score on TF-IDF vectors, in its dual form; penalty and cut points from leave-one-out predictions.</summary>
internal sealed class TfidfRidge
{
    private static readonly double[] Penalties = [0.3, 1, 3, 10];
    private readonly TfidfVectors _vectors;
    private readonly (int Column, double Value)[][] _rows;
    private readonly double _mean;
    private readonly Vector<double> _dual;
    private readonly double[] _cuts;

    /// <summary>Fits one item.</summary>
    /// <param name="texts">Training texts [n].</param>
    /// <param name="classes">Their scores [n], 0-based.</param>
    /// <param name="classCount">The number of scores.</param>
    public TfidfRidge(IReadOnlyList<string> texts, int[] classes, int classCount)
    {
        _vectors = new TfidfVectors(texts);
        _rows = [.. texts.Select(_vectors.Transform)];
        _mean = classes.Average();
        var target = Vector<double>.Build.Dense(classes.Length, i => classes[i] - _mean);
        var kernel = Matrix<double>.Build.Dense(_rows.Length, _rows.Length, (i, j) => TfidfVectors.Dot(_rows[i], _rows[j]));
        var best = double.NegativeInfinity;
        (_dual, _cuts) = (target, []);
        foreach (var penalty in Penalties)
        {
            var inverse = (kernel + (penalty * Matrix<double>.Build.DenseIdentity(_rows.Length))).Cholesky().Solve(Matrix<double>.Build.DenseIdentity(_rows.Length));
            var dual = inverse * target;
            var leftOut = classes.Select((y, i) => y - (dual[i] / inverse[i, i])).ToArray();
            var cuts = CutPoints.Fit(leftOut, classes, classCount);
            var kappa = Evaluation.QuadraticWeightedKappa.Compute(classes, CutPoints.Apply(leftOut, cuts), classCount);
            if (kappa > best)
            {
                (best, _dual, _cuts) = (kappa, dual, cuts);
            }
        }
    }

    /// <summary>Scores texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <returns>Their scores, 0-based.</returns>
    public int[] Predict(IReadOnlyList<string> texts) => CutPoints.Apply([.. texts.Select(Regress)], _cuts);

    private double Regress(string text)
    {
        var row = _vectors.Transform(text);
        return _mean + _rows.Select((other, i) => _dual[i] * TfidfVectors.Dot(row, other)).Sum();
    }
}
