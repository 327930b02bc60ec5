using System.Numerics.Tensors;

namespace GwSmm.OptimalTransport;

/// <summary>
/// A loss between two costs that splits as L(a, b) = f1(a) + f2(b) - h1(a) h2(b), so that the quadratic objective needs matrix
/// products only: Peyré, Cuturi, Solomon, "Gromov-Wasserstein averaging of kernel and distance matrices" (2016), proposition 1.
/// Immutable; thread-safe.
/// </summary>
public sealed class QuadraticLoss
{
    private const double LogShift = 1e-18;

    /// <summary>Creates a loss.</summary>
    /// <param name="name">The name shown to people.</param>
    /// <param name="f1">f1, applied to costs of the first space.</param>
    /// <param name="f2">f2, applied to costs of the second space.</param>
    /// <param name="h1">h1, applied to costs of the first space.</param>
    /// <param name="h2">h2, applied to costs of the second space.</param>
    /// <param name="pointwise">L itself, computed without cancellation; never negative.</param>
    /// <param name="needsNonNegativeCosts">Whether negative costs have no loss.</param>
    public QuadraticLoss(
        string name, ElementwiseMap f1, ElementwiseMap f2, ElementwiseMap h1, ElementwiseMap h2, ElementwiseLoss pointwise, bool needsNonNegativeCosts)
    {
        Name = name;
        F1 = f1;
        F2 = f2;
        H1 = h1;
        H2 = h2;
        Pointwise = pointwise;
        NeedsNonNegativeCosts = needsNonNegativeCosts;
    }

    /// <summary>The square loss (a - b)^2.</summary>
    public static QuadraticLoss Square { get; } = new(
        "square",
        (x, y) => TensorPrimitives.Multiply(x, x, y),
        (x, y) => TensorPrimitives.Multiply(x, x, y),
        (x, y) => x.CopyTo(y),
        (x, y) => TensorPrimitives.Multiply(x, 2.0, y),
        (a, b, y) =>
        {
            TensorPrimitives.Subtract(a, b, y);
            TensorPrimitives.Multiply(y, y, y);
        },
        needsNonNegativeCosts: false);

    /// <summary>The Kullback-Leibler loss a log(a / b) - a + b, with 1e-18 added inside each logarithm. Not symmetric in the spaces.</summary>
    public static QuadraticLoss KullbackLeibler { get; } = new(
        "Kullback-Leibler",
        (x, y) => Map(x, y, a => (a * Math.Log(a + LogShift)) - a),
        (x, y) => x.CopyTo(y),
        (x, y) => x.CopyTo(y),
        (x, y) => Map(x, y, b => Math.Log(b + LogShift)),
        (a, b, y) =>
        {
            for (var k = 0; k < y.Length; k++)
            {
                y[k] = Math.Max(0, (a[k] * (Math.Log(a[k] + LogShift) - Math.Log(b[k] + LogShift))) - a[k] + b[k]);
            }
        },
        needsNonNegativeCosts: true);

    /// <summary>The name shown to people.</summary>
    public string Name { get; }

    /// <summary>f1, applied to costs of the first space.</summary>
    public ElementwiseMap F1 { get; }

    /// <summary>f2, applied to costs of the second space.</summary>
    public ElementwiseMap F2 { get; }

    /// <summary>h1, applied to costs of the first space.</summary>
    public ElementwiseMap H1 { get; }

    /// <summary>h2, applied to costs of the second space.</summary>
    public ElementwiseMap H2 { get; }

    /// <summary>L itself, computed without cancellation.</summary>
    public ElementwiseLoss Pointwise { get; }

    /// <summary>Whether negative costs have no loss.</summary>
    public bool NeedsNonNegativeCosts { get; }

    private static void Map(ReadOnlySpan<double> x, Span<double> y, Func<double, double> function)
    {
        for (var k = 0; k < x.Length; k++)
        {
            y[k] = function(x[k]);
        }
    }
}
