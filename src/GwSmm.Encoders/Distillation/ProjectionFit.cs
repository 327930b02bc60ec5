using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// The linear map that takes a student's features to a teacher's with the least squared error, pulled towards the identity: over the responses, |A f + a - t|^2 / n + ridge * v * |A - I|^2,
/// where v is the mean variance of a channel of f. The addend a is free.
/// </summary>
internal static class ProjectionFit
{
    /// <summary>Fits.</summary>
    /// <param name="student">f [n, width].</param>
    /// <param name="teacher">t [n, width].</param>
    /// <param name="width">Channels.</param>
    /// <param name="ridge">The pull, above 0.</param>
    /// <param name="target">Receives A and a.</param>
    /// <param name="threads">Threads to use; no bit depends on it.</param>
    /// <exception cref="GwSmmException">The features are not finite.</exception>
    public static void Fit(float[] student, float[] teacher, int width, double ridge, DenseParameters target, int threads)
    {
        var rows = student.Length / width;
        var (f, studentMean) = Centre(student, width);
        var (difference, differenceMean) = Centre([.. teacher.Zip(student, (t, s) => t - s)], width);
        var (gram, cross) = (new double[width * width], new double[width * width]);
        Gemm.Multiply(true, false, width, width, rows, 1.0 / rows, f, width, f, width, 0, gram, width, threads);
        Gemm.Multiply(true, false, width, width, rows, 1.0 / rows, f, width, difference, width, 0, cross, width, threads);
        var trace = 0.0;
        for (var i = 0; i < width; i++)
        {
            trace += gram[(i * width) + i];
        }

        for (var i = 0; i < width; i++)
        {
            gram[(i * width) + i] += Math.Max(ridge * trace / width, 1e-12);
        }

        var factor = Cholesky.TryFactorise(gram, width, threads) ?? throw new GwSmmException(
            "The linear map between shared and individual features cannot be fitted, since a feature is not finite. Check that no encoder has NaN or infinite weights.");
        factor.Solve(cross, width);

        // What was solved is the change from the identity, transposed.
        for (var o = 0; o < width; o++)
        {
            var addend = differenceMean[o];
            for (var i = 0; i < width; i++)
            {
                target.Weight[(o * width) + i] = (float)(cross[(i * width) + o] + (i == o ? 1 : 0));
                addend -= cross[(i * width) + o] * studentMean[i];
            }

            target.Bias[o] = (float)addend;
        }
    }

    private static (double[] Centred, double[] Mean) Centre(float[] values, int width)
    {
        var (mean, centred) = (new double[width], Array.ConvertAll(values, value => (double)value));
        for (var i = 0; i < values.Length; i++)
        {
            mean[i % width] += values[i] * (double)width / values.Length;
        }

        for (var i = 0; i < values.Length; i++)
        {
            centred[i] -= mean[i % width];
        }

        return (centred, mean);
    }
}
