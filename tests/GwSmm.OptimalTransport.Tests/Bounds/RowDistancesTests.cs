namespace GwSmm.OptimalTransport.Tests;

public class RowDistancesTests
{
    [Theory]
    [InlineData(7, 7, true, true)]
    [InlineData(6, 9, true, true)]
    [InlineData(1, 5, true, true)]
    [InlineData(6, 9, false, true)]
    [InlineData(8, 8, false, false)]
    public void Every_two_rows_are_as_far_apart_as_transport_on_the_line_says(int n, int m, bool sourceUniform, bool targetUniform)
    {
        var random = new Random(n + m);
        var a = Instances.Space(random, n, 3, CostMetric.Euclidean, sourceUniform);
        var b = Instances.Space(random, m, 3, CostMetric.Euclidean, targetUniform);
        var distances = new double[n * m];

        RowDistances.Fill(a.Signature.Rows, b.Signature.Rows, distances, CancellationToken.None);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < m; j++)
            {
                var expected = OneDimensionalTransport.Cost(a.Cost.AsSpan(i * n, n), a.Weights, b.Cost.AsSpan(j * m, m), b.Weights);
                Assert.Equal(expected, distances[(i * m) + j], 12);
            }
        }
    }
}
