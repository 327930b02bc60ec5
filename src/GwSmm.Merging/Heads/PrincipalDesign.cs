using GwSmm.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace GwSmm.Merging;

/// <summary>
/// Standardised features, rotated to their principal axes. A rotation changes neither the model nor the squared weights, but makes the
/// features uncorrelated, so a diagonal scaling is a good preconditioner; and of n responses at most n axes are needed.
/// </summary>
internal sealed class PrincipalDesign
{
    private const double Relative = 1e-12;
    private readonly double[] _mean;
    private readonly double[] _inverseScale;
    private readonly double[] _axes;

    private PrincipalDesign(int count, double[] mean, double[] inverseScale, double[] axes, double[] scores, double[] variances)
    {
        Count = count;
        _mean = mean;
        _inverseScale = inverseScale;
        _axes = axes;
        Scores = scores;
        Variances = variances;
    }

    /// <summary>The number of responses n.</summary>
    public int Count { get; }

    /// <summary>The number of original features d.</summary>
    public int FeatureCount => _mean.Length;

    /// <summary>The number of axes r.</summary>
    public int AxisCount => Variances.Length;

    /// <summary>Coordinates of the responses on the axes [n, r].</summary>
    public double[] Scores { get; }

    /// <summary>Mean squares of the coordinates [r].</summary>
    public double[] Variances { get; }

    /// <summary>Standardises and rotates.</summary>
    /// <param name="features">[n, d], finite.</param>
    /// <param name="count">n.</param>
    /// <returns>The design.</returns>
    public static PrincipalDesign Create(float[] features, int count)
    {
        var width = features.Length / count;
        var (mean, inverseScale) = Moments(features, count, width);
        var standard = new double[features.Length];
        for (var i = 0; i < features.Length; i++)
        {
            standard[i] = (features[i] - mean[i % width]) * inverseScale[i % width];
        }

        var axes = count < width ? AxesFromRows(standard, count, width) : AxesFromColumns(standard, count, width);
        var rank = axes.Length / width;
        var scores = new double[count * rank];
        if (rank > 0)
        {
            Gemm.Multiply(false, true, count, rank, width, 1.0, standard, width, axes, width, 0.0, scores, rank);
        }

        var variances = new double[rank];
        for (var i = 0; i < scores.Length; i++)
        {
            variances[i % rank] += scores[i] * scores[i] / count;
        }

        return new PrincipalDesign(count, mean, inverseScale, axes, scores, variances);
    }

    /// <summary>Turns a fit on the axes into weights for the original features.</summary>
    /// <param name="parameters">Weights [classes, r], then intercepts [classes].</param>
    /// <param name="classes">The number of rows.</param>
    /// <returns>Weights [classes, d] and biases [classes].</returns>
    public (float[] Weight, float[] Bias) ToOriginalScale(double[] parameters, int classes)
    {
        var weight = new double[classes * FeatureCount];
        if (AxisCount > 0)
        {
            Gemm.Multiply(false, false, classes, FeatureCount, AxisCount, 1.0, parameters.AsSpan(0, classes * AxisCount), AxisCount, _axes, FeatureCount, 0.0, weight, FeatureCount);
        }

        var bias = new float[classes];
        for (var c = 0; c < classes; c++)
        {
            var intercept = parameters[(classes * AxisCount) + c];
            for (var j = 0; j < FeatureCount; j++)
            {
                ref var value = ref weight[(c * FeatureCount) + j];
                value *= _inverseScale[j];
                intercept -= value * _mean[j];
            }

            bias[c] = (float)intercept;
        }

        return (Array.ConvertAll(weight, value => (float)value), bias);
    }

    private static (double[] Mean, double[] InverseScale) Moments(float[] features, int count, int width)
    {
        var mean = new double[width];
        for (var i = 0; i < features.Length; i++)
        {
            mean[i % width] += features[i] / (double)count;
        }

        var square = new double[width];
        for (var i = 0; i < features.Length; i++)
        {
            var centred = features[i] - mean[i % width];
            square[i % width] += centred * centred / count;
        }

        var inverse = new double[width];
        for (var j = 0; j < width; j++)
        {
            // What varies less than the rounding of the mean does not vary.
            var deviation = Math.Sqrt(square[j]);
            inverse[j] = deviation <= Relative * Math.Abs(mean[j]) || deviation == 0 ? 0 : 1 / deviation;
        }

        return (mean, inverse);
    }

    private static double[] AxesFromColumns(double[] standard, int count, int width)
    {
        var covariance = new double[width * width];
        Gemm.Multiply(true, false, width, width, count, 1.0 / count, standard, width, standard, width, 0.0, covariance, width);
        return Matrix<double>.Build.Dense(width, width, covariance).Evd(Symmetricity.Symmetric).EigenVectors.ToColumnMajorArray();
    }

    private static double[] AxesFromRows(double[] standard, int count, int width)
    {
        var gram = new double[count * count];
        Gemm.Multiply(false, true, count, count, width, 1.0, standard, width, standard, width, 0.0, gram, count);
        var eigen = Matrix<double>.Build.Dense(count, count, gram).Evd(Symmetricity.Symmetric);
        var largest = eigen.EigenValues[count - 1].Real;
        var kept = Enumerable.Range(0, count).Where(i => eigen.EigenValues[i].Real > Relative * largest).ToArray();
        var left = new double[kept.Length * count];
        for (var k = 0; k < kept.Length; k++)
        {
            var scale = 1 / Math.Sqrt(eigen.EigenValues[kept[k]].Real);
            for (var i = 0; i < count; i++)
            {
                left[(k * count) + i] = eigen.EigenVectors[i, kept[k]] * scale;
            }
        }

        var axes = new double[kept.Length * width];
        if (kept.Length > 0)
        {
            Gemm.Multiply(false, false, kept.Length, width, count, 1.0, left, count, standard, width, 0.0, axes, width);
        }

        return axes;
    }
}
