using System.Numerics.Tensors;

namespace GwSmm.Numerics;

/// <summary>
/// The eigenvalues of a real symmetric matrix without its eigenvectors: Householder reflections to tridiagonal form, then implicit
/// QR steps with Wilkinson's shift (Golub and Van Loan, "Matrix Computations", 2013, sections 8.3.1 and 8.3.3). O(n^3), several times
/// faster than <see cref="SymmetricEigen"/>. Thread-safe.
/// </summary>
public static class SymmetricEigenvalues
{
    private const double Rounding = 1.0 / (1L << 52);
    private const int StepsPerValue = 60;

    /// <summary>Computes the eigenvalues.</summary>
    /// <param name="matrix">Symmetric matrix [order, order] of finite numbers below 1e150 in magnitude; both triangles are read.</param>
    /// <param name="order">Rows and columns.</param>
    /// <returns>The eigenvalues in ascending order [order], each right to a few order units of rounding of the largest magnitude.</returns>
    /// <exception cref="ArgumentException">The span has not order * order elements, or holds NaN or infinity.</exception>
    public static double[] Of(ReadOnlySpan<double> matrix, int order)
    {
        Lengths.Matrix(order, order, matrix.Length, nameof(matrix));
        if (order == 0)
        {
            return [];
        }

        if (!double.IsFinite(TensorPrimitives.MaxMagnitude(matrix)))
        {
            throw new ArgumentException("An element is NaN or infinite; eigenvalues need finite numbers.", nameof(matrix));
        }

        var diagonal = new double[order];
        var beside = new double[order];
        Tridiagonalize(matrix.ToArray(), diagonal, beside);
        Iterate(diagonal, beside);
        Array.Sort(diagonal);
        return diagonal;
    }

    private static void Tridiagonalize(double[] a, double[] diagonal, double[] beside)
    {
        var n = diagonal.Length;
        var v = new double[n];
        var w = new double[n];
        for (var k = 0; k < n; k++)
        {
            diagonal[k] = a[(k * n) + k];
            var left = n - k - 1;
            if (left == 0)
            {
                return;
            }

            // The reflection that turns the rest of row k into a multiple of its first unit vector; then A -= v w' + w v'.
            var x = v.AsSpan(0, left);
            var y = w.AsSpan(0, left);
            a.AsSpan((k * n) + k + 1, left).CopyTo(x);
            var norm = left == 1 ? Math.Abs(x[0]) : TensorPrimitives.Norm<double>(x);
            beside[k] = x[0] > 0 ? -norm : norm;
            if (left == 1)
            {
                beside[k] = x[0];
                continue;
            }

            if (norm == 0)
            {
                continue;
            }

            x[0] -= beside[k];
            TensorPrimitives.Divide(x, TensorPrimitives.Norm<double>(x), x);
            for (var i = 0; i < left; i++)
            {
                y[i] = 2 * TensorPrimitives.Dot(Row(a, n, k, i), x);
            }

            TensorPrimitives.MultiplyAdd(x, -TensorPrimitives.Dot<double>(x, y), y, y);
            for (var i = 0; i < left; i++)
            {
                var row = Row(a, n, k, i);
                TensorPrimitives.MultiplyAdd(y, -x[i], row, row);
                TensorPrimitives.MultiplyAdd(x, -y[i], row, row);
            }
        }
    }

    private static Span<double> Row(double[] a, int n, int k, int i) => a.AsSpan(((k + 1 + i) * n) + k + 1, n - k - 1);

    private static void Iterate(double[] d, double[] e)
    {
        var n = d.Length;
        var negligible = Rounding * Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<double>(d)), Math.Abs(TensorPrimitives.MaxMagnitude<double>(e)));
        var end = n - 1;
        long steps = 0;
        while (end > 0)
        {
            if (Math.Abs(e[end - 1]) <= negligible)
            {
                end--;
                continue;
            }

            if (++steps > (long)StepsPerValue * n)
            {
                throw new InvalidOperationException("The eigenvalues did not converge.");
            }

            var start = end - 1;
            while (start > 0 && Math.Abs(e[start - 1]) > negligible)
            {
                start--;
            }

            Step(d, e, start, end);
        }
    }

    private static void Step(double[] d, double[] e, int start, int end)
    {
        var last = e[end - 1];
        var half = 0.5 * (d[end - 1] - d[end]);
        var root = Math.Sqrt((half * half) + (last * last));
        var shift = d[end] - (last * (last / (half + (half < 0 ? -root : root))));
        var x = d[start] - shift;
        var z = e[start];
        for (var k = start; k < end; k++)
        {
            var r = Math.Sqrt((x * x) + (z * z));
            var (c, s) = r == 0 ? (1.0, 0.0) : (x / r, z / r);
            if (k > start)
            {
                e[k - 1] = r;
            }

            var (d1, d2, e1) = (d[k], d[k + 1], e[k]);
            var cross = 2 * c * s * e1;
            d[k] = (c * c * d1) + cross + (s * s * d2);
            d[k + 1] = (s * s * d1) - cross + (c * c * d2);
            e[k] = (c * s * (d2 - d1)) + (((c * c) - (s * s)) * e1);
            if (k < end - 1)
            {
                x = e[k];
                z = s * e[k + 1];
                e[k + 1] *= c;
            }
        }
    }
}
