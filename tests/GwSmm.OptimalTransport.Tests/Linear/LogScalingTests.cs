namespace GwSmm.OptimalTransport.Tests;

public class LogScalingTests
{
    [Fact]
    public void Sums_in_logarithms_are_the_logarithms_of_the_sums()
    {
        var random = new Random(3);
        var log = Instances.Costs(random, 3, 4, tied: false);
        double[] f = [0.1, -0.2, 0.3];
        double[] g = [0.5, 0, -1, 2];
        var scaling = Prepared(log, 3, 4);
        var (rows, columns, plan) = (new double[3], new double[4], new double[12]);

        scaling.RowSums(g, rows);
        scaling.ColumnSums(f, columns);
        scaling.Write(f, g, -0.25, plan);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Math.Log(Enumerable.Range(0, 4).Sum(j => Math.Exp(log[(i * 4) + j] + g[j]))), rows[i], 14);
            Assert.All(Enumerable.Range(0, 4), j => Check.Close(Math.Exp(log[(i * 4) + j] + f[i] + g[j] - 0.25), plan[(i * 4) + j], 1e-14));
        }

        for (var j = 0; j < 4; j++)
        {
            Assert.Equal(Math.Log(Enumerable.Range(0, 3).Sum(i => Math.Exp(log[(i * 4) + j] + f[i]))), columns[j], 14);
        }
    }

    [Fact]
    public void Exponents_that_no_number_holds_are_summed()
    {
        var rows = new double[1];

        Prepared([-1e6, -1e6], 1, 2).RowSums([0, 0], rows);

        Assert.Equal(-1e6 + Math.Log(2), rows[0], 9);
    }

    private static LogScaling Prepared(double[] log, int rows, int columns)
    {
        var scaling = new LogScaling();
        scaling.Reserve(rows, columns);
        log.CopyTo(scaling.Log);
        scaling.Prepare();
        return scaling;
    }
}
