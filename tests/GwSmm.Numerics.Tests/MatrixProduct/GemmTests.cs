using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.Numerics.Tests;

public sealed class GemmTests
{
    public static TheoryData<int> Widths => [.. Enumerable.Range(0, 4)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_RandomShapes_EqualsReference(int width)
    {
        var shapes =
            from seed in Gen.Choose(0, int.MaxValue)
            from m in Gen.Choose(1, 40)
            from n in Gen.Choose(1, 70)
            from k in Gen.Choose(1, 40)
            select (seed, m, n, k);
        var property = Prop.ForAll(shapes.ToArbitrary(), shape =>
        {
            CheckAgainstReference<float>((VectorWidth)width, shape.m, shape.n, shape.k, (ulong)shape.seed, 1, 2e-6);
            CheckAgainstReference<double>((VectorWidth)width, shape.m, shape.n, shape.k, (ulong)shape.seed, 1, 4e-15);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(11UL, 13UL), property);
    }

    [Theory]
    [InlineData(1, 300, 700)]
    [InlineData(300, 1, 300)]
    [InlineData(7, 500, 513)]
    [InlineData(200, 65, 257)]
    [InlineData(193, 130, 600)]
    [InlineData(2, 1100, 1030)]
    public void Multiply_ShapesAcrossBlockBorders_EqualsReference(int m, int n, int k)
    {
        foreach (var threads in new[] { 1, 3 })
        {
            CheckAgainstReference<float>(VectorWidths.Best, m, n, k, 5, threads, 2e-6);
            CheckAgainstReference<double>(VectorWidths.Best, m, n, k, 5, threads, 4e-15);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_LargeShape_EveryWidthEqualsReference(int width) =>
        CheckAgainstReference<float>((VectorWidth)width, 131, 77, 300, 9, 2, 2e-6);

    [Theory]
    [InlineData(64, 64, 64)]
    [InlineData(3, 700, 300)]
    [InlineData(301, 130, 520)]
    [InlineData(1000, 17, 64)]
    public void Multiply_AnyNumberOfThreads_GivesTheSameBits(int m, int n, int k)
    {
        var a = Fill<float>(m * k, 1);
        var b = Fill<float>(k * n, 2);
        var expected = Fill<float>(m * n, 3);
        var start = expected.ToArray();
        Gemm.Multiply(false, true, m, n, k, 0.7f, a, k, b, k, 0.3f, expected, n, 1);
        foreach (var threads in new[] { 2, 3, 8 })
        {
            var actual = start.ToArray();
            Gemm.Multiply(false, true, m, n, k, 0.7f, a, k, b, k, 0.3f, actual, n, threads);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Multiply_SomeRowsOnly_GivesTheBitsOfTheWhole()
    {
        const int M = 203, N = 150, K = 410;
        var a = Fill<float>(M * K, 1);
        var b = Fill<float>(K * N, 2);
        var whole = new float[M * N];
        Gemm.Multiply(false, false, M, N, K, 1f, a, K, b, N, 0f, whole, N);
        foreach (var (first, count) in new[] { (0, 1), (5, 7), (100, 50), (202, 1) })
        {
            var part = new float[count * N];
            Gemm.Multiply(false, false, count, N, K, 1f, a.AsSpan(first * K), K, b, N, 0f, part, N);
            Assert.Equal(whole.AsSpan(first * N, count * N).ToArray(), part);
        }
    }

    [Fact]
    public void Multiply_BetaZero_OverwritesNaN()
    {
        foreach (var (m, n, k) in new[] { (5, 5, 5), (100, 200, 300) })
        {
            var c = Enumerable.Repeat(float.NaN, m * n).ToArray();
            Gemm.Multiply(false, false, m, n, k, 1f, Fill<float>(m * k, 1), k, Fill<float>(k * n, 2), n, 0f, c, n);
            Assert.DoesNotContain(c, float.IsNaN);
        }
    }

    [Fact]
    public void Multiply_NaNInOneRow_StaysInThatRow()
    {
        const int M = 9, N = 20, K = 11;
        var a = Fill<double>(M * K, 1);
        a[(8 * K) + 3] = double.NaN;
        var c = new double[M * N];
        Gemm.Multiply(false, false, M, N, K, 1.0, a, K, Fill<double>(K * N, 2), N, 0.0, c, N);
        Assert.All(c[(8 * N)..], value => Assert.True(double.IsNaN(value)));
        Assert.DoesNotContain(c[..(8 * N)], double.IsNaN);
    }

    [Fact]
    public void Multiply_AlphaZeroOrEmptySum_OnlyScales()
    {
        float[] c = [1, 2, float.NaN, 4];
        Gemm.Multiply(false, false, 2, 2, 1, 0f, [float.NaN, 1], 1, [1, 1], 2, 2f, c, 2);
        Assert.Equal([2, 4, float.NaN, 8], c);
        Gemm.Multiply(false, false, 2, 2, 0, 1f, [], 0, [], 2, 0f, c, 2);
        Assert.Equal([0, 0, 0, 0], c);
    }

    [Fact]
    public void Multiply_EmptyResult_DoesNothing()
    {
        Gemm.Multiply(false, false, 0, 3, 2, 1f, [], 2, new float[6], 3, 0f, [], 3);
        Gemm.Multiply(false, true, 3, 0, 2, 1.0, new double[6], 2, [], 2, 0.0, [], 0);
    }

    [Fact]
    public void Multiply_RejectsWrongShapes()
    {
        var four = new float[4];
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Multiply(false, false, -1, 2, 2, 1f, four, 2, four, 2, 0f, four, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Multiply(false, false, 2, 2, 2, 1f, four, 1, four, 2, 0f, four, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Multiply(false, false, 2, 2, 2, 1f, four, 2, four, 2, 0f, four, 2, 0));
        var error = Assert.Throws<ArgumentException>(() => Gemm.Multiply(false, false, 2, 2, 3, 1f, four, 3, new float[6], 2, 0f, four, 2));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(true, false, 2, 2, 3, 1f, four, 2, new float[6], 2, 0f, four, 2));
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(false, false, 2, 2, 2, 1f, four, 2, four, 2, 0f, new float[3], 2));
    }

    [Fact]
    public void Multiply_OneThread_DoesNotAllocate()
    {
        const int Size = 200;
        var a = Fill<float>(Size * Size, 1);
        var c = new float[Size * Size];
        Gemm.Multiply(false, true, Size, Size, Size, 1f, a, Size, a, Size, 0f, c, Size);
        Gemm.Multiply(false, true, 20, 20, 20, 1f, a, Size, a, Size, 0f, c, Size);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
        {
            Gemm.Multiply(false, true, Size, Size, Size, 1f, a, Size, a, Size, 0f, c, Size);
            Gemm.Multiply(false, true, 20, 20, 20, 1f, a, Size, a, Size, 0f, c, Size);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void CheckAgainstReference<T>(VectorWidth width, int m, int n, int k, ulong seed, int threads, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new DeterministicRandom(seed);
        for (var transposes = 0; transposes < 4; transposes++)
        {
            bool transposeA = (transposes & 1) != 0, transposeB = (transposes & 2) != 0;
            var lda = (transposeA ? m : k) + random.Next(3);
            var ldb = (transposeB ? k : n) + random.Next(3);
            var ldc = n + random.Next(3);
            T alpha = T.CreateChecked(random.Next(2) == 0 ? 1 : -0.75), beta = T.CreateChecked(random.Next(3) * 0.5);
            var a = Fill<T>((transposeA ? k : m) * lda, seed + 1);
            var b = Fill<T>((transposeB ? n : k) * ldb, seed + 2);
            var actual = Fill<T>(m * ldc, seed + 3);
            var expected = actual.ToArray();
            GemmEntry.Multiply<T>(width, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, actual, ldc, threads);
            ReferenceGemm.Multiply<T>(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, expected, ldc);
            var allowed = tolerance * (1 + Math.Sqrt(k));
            for (var i = 0; i < actual.Length; i++)
            {
                var error = Math.Abs(double.CreateChecked(actual[i] - expected[i]));
                if (!(i % ldc < n ? error <= allowed : error == 0))
                {
                    Assert.Fail(
                        $"{width} {typeof(T).Name} [{m},{n},{k}] transposes {transposes}, element {i}: {actual[i]} instead of {expected[i]}");
                }
            }
        }
    }

    private static T[] Fill<T>(int count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new DeterministicRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((2 * random.NextDouble()) - 1))];
    }
}
