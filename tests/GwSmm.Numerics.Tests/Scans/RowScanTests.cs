namespace GwSmm.Numerics.Tests;

public sealed class RowScanTests
{
    private static readonly int[] Lengths = [1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 100];

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void FindTwoLeast_EqualsTheReference(int width)
    {
        foreach (var (row, dual) in Rows())
        {
            Assert.Equal(ReferenceRowScan.FindTwoLeast(row, dual), RowScan.FindTwoLeast((VectorWidth)width, row, dual));
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void FindClassLeasts_EqualsTheReference(int width)
    {
        foreach (var (row, dual) in Rows())
        {
            int[] expected = new int[RowScan.Classes], actual = new int[RowScan.Classes];
            ReferenceRowScan.FindClassLeasts(row, dual, expected);

            RowScan.FindClassLeasts((VectorWidth)width, row, dual, actual);

            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void Relax_EqualsTheReference(int width)
    {
        var random = new DeterministicRandom(3);
        foreach (var (row, dual) in Rows())
        {
            for (var j = 0; j < row.Length; j++)
            {
                dual[j] = random.Next(5) == 0 ? double.NegativeInfinity : dual[j];
            }

            double[] distance = [.. dual.Select(v => double.IsInfinity(v) ? double.PositiveInfinity : random.NextGaussian())];
            double[] origins = [.. dual.Select(_ => (double)random.Next(9))];
            double[] expected = [.. distance], expectedOrigins = [.. origins];

            var first = RowScan.Relax((VectorWidth)width, row, dual, 0.25, 77, distance, origins, out var least);

            Assert.Equal(ReferenceRowScan.Relax(row, dual, 0.25, 77, expected, expectedOrigins, out var expectedLeast), first);
            Assert.Equal(expectedLeast, least);
            Assert.Equal(expected, distance);
            Assert.Equal(expectedOrigins, origins);
        }
    }

    [Theory]
    [MemberData(nameof(Samples.Widths), MemberType = typeof(Samples))]
    public void OfEqualNumbers_TheFirstWins(int width)
    {
        var row = new double[41];
        Array.Fill(row, 2.0);
        row[20] = row[29] = row[38] = 1;

        Assert.Equal(new TwoLeast(20, 1, 1), RowScan.FindTwoLeast((VectorWidth)width, row, new double[41]));
    }

    [Fact]
    public void WrongLengthsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => RowScan.FindTwoLeast([], []));
        Assert.Throws<ArgumentException>(() => RowScan.FindTwoLeast([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => RowScan.FindClassLeasts([1, 2], [1, 2], new int[15]));
        Assert.Throws<ArgumentException>(() => RowScan.Relax([1, 2], [1, 2], 0, 0, new double[2], new double[3], out _));
    }

    // Some rows of small whole numbers, so that ties occur.
    private static IEnumerable<(double[] Row, double[] Dual)> Rows()
    {
        var random = new DeterministicRandom(1);
        foreach (var length in Lengths)
        {
            foreach (var tied in new[] { false, true })
            {
                yield return (
                    [.. Enumerable.Range(0, length).Select(_ => tied ? random.Next(3) : random.NextGaussian())],
                    [.. Enumerable.Range(0, length).Select(_ => tied ? random.Next(2) : random.NextGaussian())]);
            }
        }
    }
}
