namespace GwSmm.OptimalTransport.Tests;

public class LinearAssignmentTests
{
    [Fact]
    public void The_network_simplex_finds_the_same_cost()
    {
        var assignment = new LinearAssignment();
        var simplex = new NetworkSimplex();
        var plan = new SparsePlan();
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var n = random.Next(1, 60);
            var weights = GoldenData.Uniform(n);
            simplex.SetMarginals(weights, weights);
            for (var repeat = 0; repeat < 3; repeat++)
            {
                var cost = Instances.Costs(random, n, n, tied: seed % 3 == 0);
                assignment.Solve(cost, n);
                simplex.Solve(cost, plan);

                Assert.Equal(n, assignment.ColumnOf.ToArray().Distinct().Count());
                Assert.Equal(plan.Dot(cost) * n, Cost(assignment, cost, n), 10);
            }
        }
    }

    [Fact]
    public void Duals_certify_the_permutation()
    {
        const int N = 40;
        var cost = Instances.Costs(new Random(5), N, N, tied: false);
        var assignment = new LinearAssignment();

        assignment.Solve(cost, N);

        for (var i = 0; i < N; i++)
        {
            var matched = assignment.ColumnOf[i];
            var u = cost[(i * N) + matched] - assignment.ColumnDual[matched];
            for (var j = 0; j < N; j++)
            {
                Assert.True(cost[(i * N) + j] - u - assignment.ColumnDual[j] >= -1e-12);
            }
        }
    }

    private static double Cost(LinearAssignment assignment, double[] cost, int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += cost[(i * n) + assignment.ColumnOf[i]];
        }

        return sum;
    }
}
