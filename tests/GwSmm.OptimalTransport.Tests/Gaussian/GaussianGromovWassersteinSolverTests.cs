namespace GwSmm.OptimalTransport.Tests;

public class GaussianGromovWassersteinSolverTests
{
    [Fact]
    public void The_closed_form_is_that_of_the_covariances_for_more_points_or_more_features()
    {
        foreach (var (n, d, m, e) in new[] { (20, 3, 15, 5), (6, 11, 9, 4), (5, 9, 4, 12), (1, 3, 7, 2) })
        {
            var random = new Random(n);
            var (x, y) = (Cloud(random, n, d, CostNormalization.None), Cloud(random, m, e, CostNormalization.None));

            var result = new GaussianGromovWassersteinSolver().Solve(new GromovWassersteinProblem(x.Build(), y.Build()));

            Check.Close(GaussianGromovWasserstein.Value(Summary(x), Summary(y)), result.GaussianValue, 1e-10);
            Check.Feasible(result.Plan, x.Build().Weights, y.Build().Weights);
            Assert.Equal((0, GromovWassersteinStop.ClosedForm, true), (result.Iterations, result.Stop, result.Converged));
            Assert.InRange(result.LowerBound, 0, result.Value);
        }
    }

    [Fact]
    public void A_turned_and_shuffled_copy_is_matched_point_by_point()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var cloud = Cloud(random, 30, 3, CostNormalization.Mean);
            var order = Instances.Permutation(random, 30);
            double[] turned = [.. order.SelectMany(i => Turn(cloud.Features.Slice(3 * i, 3).ToArray()))];
            var copy = new FeatureCloud(turned, 30, 4, CostMetric.SquaredEuclidean, CostNormalization.Mean);

            var result = new GaussianGromovWassersteinSolver().Solve(new GromovWassersteinProblem(cloud.Build(), copy.Build()));

            Assert.InRange(result.Value, 0, 1e-20);
            Assert.InRange(result.GaussianValue, 0, 1e-20);
            Assert.All(Enumerable.Range(0, 30), j => Assert.Equal(1 / 30.0, result.Plan[(order[j] * 30) + j], 12));
        }
    }

    [Fact]
    public void The_value_of_nearly_Gaussian_clouds_is_near_the_closed_form_and_no_bound_is_above_it()
    {
        var random = new Random(5);
        var x = Gaussian(random, 150, [3, 1.5]);
        var y = Gaussian(random, 150, [2, 1, 0.3]);
        var problem = new GromovWassersteinProblem(x.Build(), y.Build());

        var result = new GaussianGromovWassersteinSolver().Solve(problem);
        var random3 = new GaussianGromovWassersteinSolver(new GaussianGromovWassersteinOptions { Bounds = LowerBounds.None }).Solve(problem);

        Assert.InRange(result.Value / result.GaussianValue, 0.5, 2);
        Assert.InRange(result.LowerBound, 0.3 * result.GaussianValue, result.Value);
        Assert.Equal((result.Value, 0.0), (random3.Value, random3.LowerBound));
    }

    [Fact]
    public void The_projected_eigenvalue_bound_holds_the_closed_form_with_half_of_its_last_term()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var (x, y) = (Cloud(random, 12, 3, CostNormalization.None), Cloud(random, 9, 2, CostNormalization.None));
            var (l, m) = (PrincipalAxes.Of(x, x.Build().Weights, 1).Variances, PrincipalAxes.Of(y, y.Build().Weights, 1).Variances);
            double[] padded = [0, .. m];
            var trace = l.Sum() - m.Sum();
            var least = (4 * trace * trace) + (4 * l.Zip(padded, (a, b) => (a - b) * (a - b)).Sum());

            Assert.True(GromovWassersteinBounds.ProjectedEigenvalue(x.Build(), y.Build()) >= least * (1 - 1e-9));
        }
    }

    [Fact]
    public void Problems_of_other_kinds_are_refused()
    {
        var random = new Random(1);
        var space = Cloud(random, 4, 2, CostNormalization.None).Build();
        var euclidean = Instances.Space(random, 4, 2, CostMetric.Euclidean, uniform: true);
        var given = MetricMeasureSpace.FromCost(space.Cost, 4);

        Refused(new GromovWassersteinProblem(euclidean, space), "The source costs are of the metric Euclidean");
        Refused(new GromovWassersteinProblem(space, given), "The target costs are given, without features");
        Refused(new GromovWassersteinProblem(space, space, QuadraticLoss.KullbackLeibler), "The loss is Kullback-Leibler");
        Refused(new GromovWassersteinProblem(space, space, new double[16], 0.5), "has a feature cost");
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianGromovWassersteinSolver(new GaussianGromovWassersteinOptions { Bounds = (LowerBounds)64 }));
    }

    [Fact]
    public void GaussianGromovWassersteinOptions_Defaults() => Assert.Equal(LowerBounds.Cheap, new GaussianGromovWassersteinOptions().Bounds);

    private static void Refused(GromovWassersteinProblem problem, string words) =>
        Assert.Contains(words, Assert.Throws<GwSmmException>(() => new GaussianGromovWassersteinSolver().Solve(problem)).Message, StringComparison.Ordinal);

    private static FeatureCloud Cloud(Random random, int count, int dimension, CostNormalization normalization) =>
        new([.. Enumerable.Range(0, count * dimension).Select(k => 100 + ((1 + (k % dimension)) * Math.Pow(random.NextDouble(), 3)))], count, dimension, CostMetric.SquaredEuclidean, normalization);

    private static FeatureCloud Gaussian(Random random, int count, double[] deviations)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] features = [.. Enumerable.Range(0, count).SelectMany(_ => deviations.Select(deviation => deviation * Normal()))];
        return new FeatureCloud(features, count, deviations.Length, CostMetric.SquaredEuclidean);
    }

    private static double[] Turn(double[] x) => [(0.6 * x[0]) - (0.8 * x[1]) + 5, x[2] - 2, 7, (0.8 * x[0]) + (0.6 * x[1])];

    private static GaussianSummary Summary(FeatureCloud cloud) => GaussianSummary.FromFeatures(cloud.Features, cloud.Count, cloud.Dimension);
}
