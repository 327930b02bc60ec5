namespace GwSmm.OptimalTransport.Tests;

public class RobustAlignmentTests
{
    private const int Inliers = 45;
    private const int Outliers = 5;
    private static readonly double Clean = new GromovWassersteinSolver().Solve(Planted(0)).Value;

    [Theory]
    [InlineData(0.1)]
    [InlineData(null)]
    public void Gross_outliers_are_trimmed_and_inliers_meet_inliers(double? fraction)
    {
        var problem = Planted(Outliers);

        var result = new RobustAlignment(new RobustAlignmentOptions { Fraction = fraction }).Align(problem);

        var balanced = new GromovWassersteinSolver().Solve(problem).Value;
        Assert.True(balanced > 100 * Clean, $"balanced {balanced}, clean {Clean}");
        Check.Close(Clean, result.Value, 1e-6);
        Assert.Equal(Math.Sqrt(result.Value), result.Distance);
        Assert.Equal(0.1, result.Fraction, 12);
        Assert.Equal(0.9, result.Match.Mass, 12);
        Assert.All(result.SourceKept[..Inliers], kept => Assert.InRange(kept, 1 - 1e-9, 1));
        Assert.All(result.SourceKept[Inliers..], kept => Assert.InRange(kept, 0, 1e-9));
        Assert.All(result.TargetKept[..Inliers], kept => Assert.InRange(kept, 1 - 1e-9, 1));
        Assert.All(result.TargetKept[Inliers..], kept => Assert.InRange(kept, 0, 1e-9));
        for (var k = 1; k < result.Curve.Count; k++)
        {
            Assert.True(result.Curve[k].Value <= result.Curve[k - 1].Value, "the curve rose");
        }
    }

    [Fact]
    public void Of_a_fused_problem_features_count_what_is_left_as_the_whole_too()
    {
        var random = new Random(12);
        var (x, y) = (Instances.Features(random, 9, 2), Instances.Features(random, 9, 2));
        double[] ones = [.. Enumerable.Repeat(1.0, 81)];
        var problem = new GromovWassersteinProblem(MetricMeasureSpace.FromFeatures(x, 9, 2), MetricMeasureSpace.FromFeatures(y, 9, 2), ones, 0.4);
        var options = new RobustAlignmentOptions { Fraction = 0.25, Partial = new PartialGromovWassersteinOptions { Bounds = LowerBounds.All } };

        var result = new RobustAlignment(options).Align(problem);

        Assert.Equal(1, result.FeatureValue, 1e-12);
        Check.Close(result.Match.StructureValue / (0.75 * 0.75), result.StructureValue, 1e-12);
        Check.Close((0.4 * result.StructureValue) + 0.6, result.Value, 1e-12);
        Assert.Equal(result.Value, result.CostTrace[^1], 1e-12);
        Assert.InRange(result.LowerBound, 0.6 - 1e-9, result.Value);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(null)]
    public void Behind_the_common_interface_the_result_is_the_same_and_knows_its_bound(double? fraction)
    {
        var options = new RobustAlignmentOptions { Fraction = fraction, Partial = new PartialGromovWassersteinOptions { Bounds = LowerBounds.All } };
        IGromovWassersteinSolver solver = new RobustAlignment(options);
        var problem = Planted(2);

        var result = Assert.IsType<RobustAlignmentResult>(solver.Solve(problem));

        var expected = new RobustAlignment(options).Align(problem);
        Assert.Equal((expected.Value, expected.Fraction, expected.LowerBound), (result.Value, result.Fraction, result.LowerBound));
        Assert.Equal(expected.Plan, result.Plan);
        Assert.Equal(("robust", "partial"), (result.Solver, result.Match.Solver));
        var mass = result.Match.Mass;
        Assert.Equal(result.Match.Value / (mass * mass), result.Value);
        Assert.Equal(result.Match.LowerBound / (mass * mass), result.LowerBound, 1e-15);
        var bound = RelaxedBound.OfMass(problem, new SupportedProblem(problem), 1 - result.Fraction, LowerBounds.All, default);
        Assert.Equal(Math.Min(result.Match.Value, bound), result.Match.LowerBound);
        Assert.Equal(result.Match.CostTrace.Count, result.CostTrace.Count);
    }

    [Fact]
    public void Nothing_is_trimmed_where_the_curve_has_no_elbow()
    {
        var result = new RobustAlignment().Align(new GromovWassersteinProblem(GoldenData.Space("E_X60", "uniform"), GoldenData.Space("E_Y60", "uniform")));

        Assert.Equal(0, result.Fraction);
        Assert.Equal(13, result.Curve.Count);
        Assert.Equal(1, result.Match.Mass, 12);
    }

    [Fact]
    public void A_single_point_is_kept()
    {
        var one = MetricMeasureSpace.FromCost([0], 1);

        var result = new RobustAlignment().Align(new GromovWassersteinProblem(one, one));

        Assert.Equal((0.0, 0.0), (result.Value, result.Fraction));
        Assert.Equal([1.0], result.SourceKept);
    }

    [Fact]
    public void Bad_options_are_refused_and_cancelled_work_throws()
    {
        foreach (var fraction in new[] { -0.1, 1 / 3.0, 0.5, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new RobustAlignment(new RobustAlignmentOptions { Fraction = fraction }));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new RobustAlignment(new RobustAlignmentOptions { ElbowRatio = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RobustAlignment(new RobustAlignmentOptions { Candidates = [0, 0.1, 0.4] }));
        Assert.Throws<ArgumentException>(() => new RobustAlignment(new RobustAlignmentOptions { Candidates = [0, 0.1] }));
        Assert.Throws<ArgumentException>(() => new RobustAlignment(new RobustAlignmentOptions { Candidates = [0, 0.2, 0.1] }));
        Assert.Throws<ArgumentException>(() => new RobustAlignment(new RobustAlignmentOptions { Candidates = [0.05, 0.1, 0.2] }));
        Assert.Throws<OperationCanceledException>(() => new RobustAlignment().Align(Planted(0), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void RobustAlignmentOptions_Defaults()
    {
        var options = new RobustAlignmentOptions();

        Assert.Null(options.Fraction);
        Assert.Equal(13, options.Candidates.Count);
        Assert.Equal((0.0, 0.3), (options.Candidates[0], options.Candidates[12]));
        Assert.Equal(10, options.ElbowRatio);
        Assert.Equal(new PartialGromovWassersteinOptions(), options.Partial);
    }

    // An elongated cloud, and the same turned, shifted and with a little noise; far-off points at the end of each.
    private static GromovWassersteinProblem Planted(int outliers)
    {
        var random = new Random(11);
        var first = new List<double>();
        var second = new List<double>();
        for (var i = 0; i < Inliers; i++)
        {
            var (x, y) = (3 * random.NextDouble() * random.NextDouble(), random.NextDouble());
            first.AddRange([x, y]);
            second.AddRange([4 - y + (0.02 * random.NextDouble()), x + 7 + (0.02 * random.NextDouble())]);
        }

        for (var i = 0; i < outliers; i++)
        {
            first.AddRange([40 * (random.NextDouble() + i), -60 * random.NextDouble()]);
            second.AddRange([-50 * random.NextDouble(), 90 * (random.NextDouble() - i)]);
        }

        return new GromovWassersteinProblem(
            MetricMeasureSpace.FromFeatures([.. first], first.Count / 2, 2), MetricMeasureSpace.FromFeatures([.. second], second.Count / 2, 2));
    }
}
