namespace GwSmm.OptimalTransport.Tests;

public class QuadraticTermTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void All_ways_to_the_linear_term_agree_with_the_definition(bool symmetric, bool kl)
    {
        var random = new Random(13);
        var source = Space(random, 9, symmetric);
        var target = Space(random, 12, symmetric);
        var loss = kl ? QuadraticLoss.KullbackLeibler : QuadraticLoss.Square;
        var term = new QuadraticTerm();
        term.Set(source, target, loss);
        var simplex = new NetworkSimplex();
        simplex.SetMarginals(source.Weights, target.Weights);
        var (before, after) = (new SparsePlan(), new SparsePlan());
        var cost = Instances.Costs(random, 9, 12, tied: false);
        simplex.Solve(cost, before);
        cost[5] -= 1;
        simplex.Solve(cost, after);
        var dense = new double[9 * 12];
        after.AddTo(1, dense);

        var (sparse, updated, full) = (new double[108], new double[108], new double[108]);
        term.Of(after, sparse);
        term.Of(before, updated);
        term.Update(before, after, updated);
        term.Of(dense, full);

        var objective = NaiveGromovWasserstein.Objective(new GromovWassersteinProblem(source, target, loss), dense);
        Check.Close(objective, term.Constant + after.Dot(sparse), 1e-12);
        Check.Close(objective, term.Evaluate(after), 1e-12);
        Assert.All(Enumerable.Range(0, 108), k => Check.Close(sparse[k], updated[k], 1e-12));
        Assert.All(Enumerable.Range(0, 108), k => Check.Close(sparse[k], full[k], 1e-12));

        var product = source.Weights.SelectMany(p => target.Weights.Select(q => p * q)).ToArray();
        term.OfProduct(sparse);
        term.Of(product, full);
        Assert.All(Enumerable.Range(0, 108), k => Check.Close(full[k], sparse[k], 1e-12));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Squared_distances_of_few_features_take_a_shorter_way_to_the_same_numbers(int dimension)
    {
        var random = new Random(17);
        var source = Instances.Space(random, 40, dimension, CostMetric.SquaredEuclidean, uniform: false);
        var target = Instances.Space(random, 44, dimension + 1, CostMetric.SquaredEuclidean, uniform: true);
        var term = new QuadraticTerm();
        term.Set(source, target, QuadraticLoss.Square);
        var twin = new QuadraticTerm();
        twin.Set(MetricMeasureSpace.FromCost(source.Cost, 40, source.Weights), MetricMeasureSpace.FromCost(target.Cost, 44, target.Weights), QuadraticLoss.Square);
        var simplex = new NetworkSimplex();
        simplex.SetMarginals(source.Weights, target.Weights);
        var (before, after) = (new SparsePlan(), new SparsePlan());
        simplex.Solve(Instances.Costs(random, 40, 44, tied: false), before);
        simplex.Solve(Instances.Costs(random, 40, 44, tied: false), after);
        var (expected, sparse, updated, full) = (new double[40 * 44], new double[40 * 44], new double[40 * 44], new double[40 * 44]);
        twin.Of(after, expected);

        term.Of(after, sparse);
        term.Of(before, updated);
        term.Update(before, after, updated);
        term.Of(after.ToDense(), full);

        var scale = expected.Max(Math.Abs);
        Assert.NotEqual(expected, sparse);
        Assert.All(new[] { sparse, updated, full }, way => Assert.All(way.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-13 * scale)));
    }

    private static MetricMeasureSpace Space(Random random, int count, bool symmetric)
    {
        // Away from 0, where the logarithms of the Kullback-Leibler loss would magnify rounding errors.
        var cost = Instances.Space(random, count, 3, CostMetric.Euclidean, uniform: true).Cost.Select(c => c + 0.1).ToArray();
        if (!symmetric)
        {
            cost = [.. cost.Select(c => c + random.NextDouble())];
        }

        return MetricMeasureSpace.FromCost(cost, count, Instances.Weights(random, count, uniform: false));
    }
}
