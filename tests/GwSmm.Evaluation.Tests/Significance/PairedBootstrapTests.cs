namespace GwSmm.Evaluation.Tests;

public class PairedBootstrapTests
{
    [Fact]
    public void The_interval_equals_the_formula_in_numpy()
    {
        foreach (var golden in SignificanceGolden.Cases("bca"))
        {
            var (lower, upper, bias, acceleration) = BcaInterval.Compute(golden.Number("estimate"), golden.Numbers("resampled"), golden.Numbers("jackknife"), golden.Number("confidence"));
            Assert.Equal(golden.Number("z0"), bias, 1e-9);
            Assert.Equal(golden.Number("a"), acceleration, 1e-12);
            Assert.Equal(golden.Number("low"), lower, 1e-8);
            Assert.Equal(golden.Number("high"), upper, 1e-8);
        }
    }

    [Fact]
    public void A_difference_of_means_has_about_scipys_interval()
    {
        var golden = SignificanceGolden.Part("bootstrap");
        var (x, y) = (golden.Numbers("x"), golden.Numbers("y"));
        var result = PairedBootstrap.Compute(x.Length, rows => rows.Average(row => x[row] - y[row]), new BootstrapOptions { Resamples = 4000 });
        Assert.Equal(golden.Number("low"), result.Lower, 0.02);
        Assert.Equal(golden.Number("high"), result.Upper, 0.02);
        Assert.Equal(golden.Number("se"), result.StandardError, 0.003);
    }

    [Fact]
    public void Paired_values_have_the_interval_of_their_mean_difference()
    {
        var golden = SignificanceGolden.Part("bootstrap");
        var (x, y) = (golden.Numbers("x"), golden.Numbers("y"));
        var options = new BootstrapOptions { Resamples = 500, Seed = 3 };
        var (values, statistic) = (PairedBootstrap.MeanDifference(x, y, options), PairedBootstrap.Compute(x.Length, rows => rows.Average(row => x[row] - y[row]), options));
        Assert.Equal(statistic.Lower, values.Lower, 1e-12);
        Assert.Equal(statistic.Upper, values.Upper, 1e-12);
        var equal = PairedBootstrap.MeanDifference([1, 2], [0.5, 1.5], options);
        Assert.Equal((0.5, 0.5, 0.5), (equal.Estimate, equal.Lower, equal.Upper));
    }

    [Fact]
    public void Paired_values_that_say_nothing_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PairedBootstrap.MeanDifference([1, 2], [1]));
        Assert.Contains("1 pairs; it needs at least 2", Assert.Throws<GwSmmException>(() => PairedBootstrap.MeanDifference([1], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("pair 2", Assert.Throws<GwSmmException>(() => PairedBootstrap.MeanDifference([1, double.NaN], [1, 1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_do_not_change_the_result()
    {
        int[] actual = [.. Enumerable.Range(0, 40).Select(i => i % 4)];
        int[] good = [.. actual.Select((a, i) => i % 9 == 0 ? 3 - a : a)];
        int[] poor = [.. actual.Select((a, i) => i % 3 == 0 ? 3 - a : a)];
        BootstrapResult Run(int threads) => PairedBootstrap.Difference(
            actual, good, poor, (a, p) => QuadraticWeightedKappa.Compute(a, p, 4), new BootstrapOptions { Resamples = 300, Threads = threads, Seed = 5 });
        var result = Run(1);
        Assert.Equal(result, Run(4));
        Assert.Equal(QuadraticWeightedKappa.Compute(actual, good, 4) - QuadraticWeightedKappa.Compute(actual, poor, 4), result.Estimate, 1e-12);
        Assert.True(result.Lower > 0 && result.Upper > result.Lower && result.PValue < 0.05, result.ToString());
    }

    [Fact]
    public void Two_equal_methods_do_not_differ()
    {
        int[] predicted = [0, 1, 1, 0];
        var result = PairedBootstrap.Difference([0, 1, 0, 1], predicted, predicted, (a, p) => ClassificationMetrics.Compute(a, p, 2).Accuracy);
        Assert.Equal((0, 0, 0, 1), (result.Estimate, result.Lower, result.Upper, result.PValue));
    }

    [Fact]
    public void A_statistic_that_is_undefined_somewhere_is_refused()
    {
        var error = Assert.Throws<GwSmmException>(() => PairedBootstrap.Compute(3, rows => rows[0] == 2 ? double.NaN : 1));
        Assert.Contains("NaN for resample", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        Assert.Contains("1 responses", Assert.Throws<GwSmmException>(() => PairedBootstrap.Compute(1, _ => 0)).Message, StringComparison.Ordinal);
        Assert.Contains("Resamples is 9", Assert.Throws<GwSmmException>(() => PairedBootstrap.Compute(3, _ => 0, new BootstrapOptions { Resamples = 9 })).Message, StringComparison.Ordinal);
        Assert.Contains("Confidence is NaN", Assert.Throws<GwSmmException>(() => PairedBootstrap.Compute(3, _ => 0, new BootstrapOptions { Confidence = double.NaN })).Message, StringComparison.Ordinal);
        Assert.Contains("Threads is 0", Assert.Throws<GwSmmException>(() => PairedBootstrap.Compute(3, _ => 0, new BootstrapOptions { Threads = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bootstrap_Defaults()
    {
        var options = new BootstrapOptions();
        Assert.Equal((2000, 0.95, 0UL, Environment.ProcessorCount), (options.Resamples, options.Confidence, options.Seed, options.Threads));
    }
}
