namespace GwSmm.OptimalTransport.Tests;

public class EntropicGromovWassersteinSolverTests
{
    private static readonly EntropicMethod[] Methods = Enum.GetValues<EntropicMethod>();
    private static readonly MetricMeasureSpace Pair = MetricMeasureSpace.FromCost([0, 1, 1, 0], 2);

    [Fact]
    public void Rounded_plans_are_couplings_and_the_value_is_theirs()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var source = Instances.Space(random, random.Next(1, 10), 3, (CostMetric)(seed % 3), uniform: seed % 2 == 0);
            var target = Instances.Space(random, random.Next(1, 10), 3, (CostMetric)(seed % 3), uniform: seed % 2 == 0);
            var loss = seed % 4 == 0 ? QuadraticLoss.KullbackLeibler : QuadraticLoss.Square;
            var problem = new GromovWassersteinProblem(source, target, loss);
            foreach (var method in Methods)
            {
                var options = new EntropicGromovWassersteinOptions { Method = method, Epsilon = 0.3 + random.NextDouble(), MaxIterations = 40 };

                var result = new EntropicGromovWassersteinSolver(options).Solve(problem);

                Check.Feasible(result.Plan, source.Weights, target.Weights, 1e-15);
                Assert.True(result.Value >= 0);
                var expected = NaiveGromovWasserstein.Objective(problem, result.Plan);
                Assert.InRange(result.Value - expected, -1e-9 * (1e-3 + expected), 1e-9 * (1e-3 + expected));
                Assert.Equal(result.Iterations + 1, result.CostTrace.Count);
            }
        }
    }

    [Fact]
    public void Without_rounding_the_value_is_still_that_of_the_plan()
    {
        var random = new Random(2);
        var problem = new GromovWassersteinProblem(
            Instances.Space(random, 8, 3, CostMetric.Euclidean, uniform: false), Instances.Space(random, 9, 3, CostMetric.Euclidean, uniform: false));
        foreach (var method in Methods)
        {
            var options = new EntropicGromovWassersteinOptions { Method = method, Epsilon = 0.5, MaxIterations = 3, InnerMaxIterations = 2, Round = false };

            var result = new EntropicGromovWassersteinSolver(options).Solve(problem);

            Check.Close(NaiveGromovWasserstein.Objective(problem, result.Plan), result.Value, 1e-11);
        }
    }

    [Fact]
    public void Domains_agree()
    {
        var random = new Random(5);
        var problem = new GromovWassersteinProblem(
            Instances.Space(random, 12, 3, CostMetric.Euclidean, uniform: false), Instances.Space(random, 9, 3, CostMetric.Euclidean, uniform: true));
        foreach (var method in Methods)
        {
            var options = new EntropicGromovWassersteinOptions { Method = method, Epsilon = 0.2, MaxIterations = 8, InnerMaxIterations = 40 };

            var plain = new EntropicGromovWassersteinSolver(options with { Domain = SinkhornDomain.Plain }).Solve(problem);
            var log = new EntropicGromovWassersteinSolver(options with { Domain = SinkhornDomain.Log }).Solve(problem);

            Check.Close(plain.Value, log.Value, 1e-10);
            Assert.All(plain.Plan.Zip(log.Plan), pair => Assert.InRange(pair.First - pair.Second, -1e-10, 1e-10));
        }
    }

    [Fact]
    public void The_start_decides_which_minimum_is_found()
    {
        var random = new Random(11);
        const int N = 20;
        var space = Instances.Space(random, N, 2, CostMetric.Euclidean, uniform: true);
        var order = Instances.Permutation(random, N);
        var target = Instances.Reorder(space, order);
        var start = new double[N * N];
        for (var k = 0; k < N; k++)
        {
            start[(order[k] * N) + k] = 1.0 / N;
        }

        var problem = new GromovWassersteinProblem(space, target, initialPlan: start);
        foreach (var method in Methods)
        {
            var result = new EntropicGromovWassersteinSolver(new EntropicGromovWassersteinOptions { Method = method, Epsilon = 0.005, MaxIterations = 200 }).Solve(problem);

            Assert.InRange(result.Value, 0, 1e-3);
            Assert.Equal(0, result.CostTrace[0], 12);
            Assert.Equal(InitialCoupling.Given, result.Start);
        }
    }

    [Fact]
    public void Proximal_steps_sharpen_to_an_exact_matching_without_negative_values()
    {
        var random = new Random(12);
        const int N = 15;
        var space = Instances.Space(random, N, 2, CostMetric.Euclidean, uniform: true);
        var start = new double[N * N];
        for (var k = 0; k < N; k++)
        {
            start.AsSpan(k * N, N).Fill(0.02 / N / N);
            start[(k * N) + k] += 0.98 / N;
        }

        var options = new EntropicGromovWassersteinOptions { Method = EntropicMethod.Proximal, Epsilon = 0.02, MaxIterations = 300 };
        var result = new EntropicGromovWassersteinSolver(options).Solve(new GromovWassersteinProblem(space, space, initialPlan: start));

        Assert.InRange(result.Value, 0, 1e-12);
        Check.Feasible(result.Plan, space.Weights, space.Weights, 1e-15);
    }

    [Fact]
    public void A_fused_problem_without_structure_is_entropic_transport()
    {
        var random = new Random(13);
        var source = Instances.Space(random, 7, 2, CostMetric.Euclidean, uniform: false);
        var target = Instances.Space(random, 9, 2, CostMetric.Euclidean, uniform: false);
        var cost = Instances.Costs(random, 7, 9, tied: false);

        var result = new EntropicGromovWassersteinSolver(new EntropicGromovWassersteinOptions { Epsilon = 0.1 })
            .Solve(new GromovWassersteinProblem(source, target, cost, alpha: 0));

        var expected = new Sinkhorn(new SinkhornOptions { Epsilon = 0.1 }).Solve(source.Weights, target.Weights, cost);
        Assert.Equal(expected.Cost, result.Value, 8);
        Assert.True(result.Converged);
    }

    [Fact]
    public void Points_without_weight_are_left_out_and_stay_empty_in_the_plan()
    {
        var random = new Random(1);
        var features = Instances.Features(random, 9, 3);
        var target = Instances.Space(random, 11, 3, CostMetric.Euclidean, uniform: false);
        var kept = MetricMeasureSpace.FromFeatures(features.AsSpan(0, 24), 8, 3);
        var withZero = MetricMeasureSpace.FromFeatures(features, 9, 3, CostMetric.Euclidean, [.. kept.Weights, 0]);
        foreach (var method in Methods)
        {
            var solver = new EntropicGromovWassersteinSolver(new EntropicGromovWassersteinOptions { Method = method, Epsilon = 0.5, MaxIterations = 30 });

            var expected = solver.Solve(new GromovWassersteinProblem(kept, target));
            var found = solver.Solve(new GromovWassersteinProblem(withZero, target));

            Assert.Equal(expected.Value, found.Value);
            Assert.Equal(expected.Plan, found.Plan.Take(88));
            Assert.All(found.Plan.Skip(88), mass => Assert.Equal(0, mass));
        }
    }

    [Fact]
    public void One_point_against_many_costs_the_mean_square()
    {
        var one = MetricMeasureSpace.FromCost([0], 1);
        var many = MetricMeasureSpace.FromFeatures([0, 1, 5], 3, 1);
        foreach (var method in Methods)
        {
            var options = new EntropicGromovWassersteinOptions { Method = method };

            Assert.Equal(2 * (1 + 16 + 25) / 9.0, new EntropicGromovWassersteinSolver(options).Solve(new GromovWassersteinProblem(one, many)).Value, 13);
            Assert.Equal(0, new EntropicGromovWassersteinSolver(options).Solve(new GromovWassersteinProblem(one, one)).Value);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-200)]
    [InlineData(1e20)]
    [InlineData(1e140)]
    public void Duplicates_and_extreme_scales_give_finite_values(double scale)
    {
        var random = new Random(3);
        var source = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 7, 2).Select(x => x * scale)], 7, 2);
        var target = MetricMeasureSpace.FromFeatures([.. Instances.Features(random, 7, 2).Select(x => x * scale)], 7, 2);
        foreach (var method in Methods)
        {
            var options = new EntropicGromovWassersteinOptions { Method = method, MaxIterations = 10, InnerMaxIterations = 50 };

            var result = new EntropicGromovWassersteinSolver(options).Solve(new GromovWassersteinProblem(source, target));

            Assert.True(double.IsFinite(result.Value) && result.Value >= 0);
            Check.Feasible(result.Plan, source.Weights, target.Weights, 1e-15);
        }
    }

    [Fact]
    public void An_epsilon_below_the_range_of_the_costs_is_refused_with_a_remedy()
    {
        var wide = MetricMeasureSpace.FromCost([0, 1e150, 1e150, 0], 2);
        foreach (var method in Methods)
        {
            var solver = new EntropicGromovWassersteinSolver(new EntropicGromovWassersteinOptions { Method = method, Epsilon = 1e-10 });
            var error = Assert.Throws<GwSmmException>(() => solver.Solve(new GromovWassersteinProblem(wide, Pair)));
            Assert.Contains("normalise the costs or raise epsilon", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Reusing_the_solver_in_parallel_changes_no_bit()
    {
        var solver = new EntropicGromovWassersteinSolver(new EntropicGromovWassersteinOptions { Epsilon = 0.3, MaxIterations = 20 });
        var problems = Enumerable.Range(0, 12).Select(seed =>
        {
            var random = new Random(seed);
            return new GromovWassersteinProblem(
                Instances.Space(random, 5 + seed, 3, CostMetric.Euclidean, uniform: false), Instances.Space(random, 20 - seed, 3, CostMetric.Euclidean, uniform: true));
        }).ToArray();
        var expected = problems.Select(problem => new EntropicGromovWassersteinSolver(new EntropicGromovWassersteinOptions { Epsilon = 0.3, MaxIterations = 20 }).Solve(problem)).ToArray();

        var found = new GromovWassersteinResult[problems.Length];
        Parallel.For(0, problems.Length, k => found[k] = solver.Solve(problems[k]));

        for (var k = 0; k < problems.Length; k++)
        {
            Assert.Equal(expected[k].Value, found[k].Value);
            Assert.Equal(expected[k].Plan, found[k].Plan);
            Assert.Equal(expected[k].CostTrace, found[k].CostTrace);
        }
    }

    [Fact]
    public void A_cancelled_solve_throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new EntropicGromovWassersteinSolver().Solve(new GromovWassersteinProblem(Pair, Pair), source.Token));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.05)]
    public void Extrapolation_finds_the_same_plan_in_fewer_iterations(double epsilon)
    {
        var random = new Random(31);
        var options = new EntropicGromovWassersteinOptions { Epsilon = epsilon, InnerRelativeTolerance = 0, InnerTolerance = 1e-13 };
        var (fewer, total) = (0, 0);
        for (var k = 0; k < 8; k++)
        {
            var problem = new GromovWassersteinProblem(
                Instances.Space(random, 30, 3, CostMetric.Euclidean, uniform: false), Instances.Space(random, 25, 3, CostMetric.Euclidean, uniform: true));
            var plain = new EntropicGromovWassersteinSolver(options with { Accelerate = false }).Solve(problem);
            var quick = new EntropicGromovWassersteinSolver(options).Solve(problem);

            Assert.Equal(GromovWassersteinStop.Stationary, quick.Stop);
            Assert.Equal(plain.Value, quick.Value, 1e-8 * plain.Value);
            fewer += quick.Iterations;
            total += plain.Iterations;
        }

        Assert.True(fewer < 0.8 * total, $"{fewer} of {total} iterations");
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        foreach (var options in new[]
        {
            new EntropicGromovWassersteinOptions { Epsilon = 0 },
            new EntropicGromovWassersteinOptions { Epsilon = -0.1 },
            new EntropicGromovWassersteinOptions { Epsilon = double.NaN },
            new EntropicGromovWassersteinOptions { Epsilon = double.PositiveInfinity },
            new EntropicGromovWassersteinOptions { MaxIterations = 0 },
            new EntropicGromovWassersteinOptions { CheckInterval = 0 },
            new EntropicGromovWassersteinOptions { Tolerance = double.NaN },
            new EntropicGromovWassersteinOptions { InnerMaxIterations = 0 },
            new EntropicGromovWassersteinOptions { InnerCheckInterval = 0 },
            new EntropicGromovWassersteinOptions { InnerTolerance = -1 },
            new EntropicGromovWassersteinOptions { InnerRelativeTolerance = 1.1 },
            new EntropicGromovWassersteinOptions { Method = (EntropicMethod)3 },
            new EntropicGromovWassersteinOptions { Domain = (SinkhornDomain)3 },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new EntropicGromovWassersteinSolver(options));
        }

        Assert.Throws<ArgumentNullException>(() => new EntropicGromovWassersteinSolver().Solve(null!));
    }

    [Fact]
    public void The_description_names_every_option() => Assert.Equal(
        """entropic {"Epsilon":0.05,"Method":"Proximal","MaxIterations":1000,"Tolerance":1E-10,"CheckInterval":1,"Accelerate":true,"InnerMaxIterations":1000,"InnerTolerance":1E-11,"InnerRelativeTolerance":0.1,"InnerCheckInterval":1,"Domain":"Auto","WarmStart":true,"Round":true,"Bounds":"First"}""",
        new EntropicGromovWassersteinSolver(new EntropicGromovWassersteinOptions { Method = EntropicMethod.Proximal }).Description);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void A_fused_result_has_its_parts_and_a_bound_below_it(double alpha)
    {
        var random = new Random(23);
        var (source, target) = (Instances.Space(random, 9, 3, CostMetric.Euclidean, uniform: false), Instances.Space(random, 7, 2, CostMetric.Euclidean, uniform: true));
        var features = Instances.Costs(random, 9, 7, tied: false);

        foreach (var solver in new IGromovWassersteinSolver[] { new EntropicGromovWassersteinSolver(), new EntropicSemiRelaxedSolver() })
        {
            var result = solver.Solve(new GromovWassersteinProblem(source, target, features, alpha));

            Assert.Equal(features.Zip(result.Plan, (cost, mass) => cost * mass).Sum(), result.FeatureValue, 1e-12);
            Assert.Equal(NaiveGromovWasserstein.Objective(new GromovWassersteinProblem(source, target), result.Plan), result.StructureValue, 1e-10);
            Assert.Equal((alpha * result.StructureValue) + ((1 - alpha) * result.FeatureValue), result.Value, 1e-14);
            Assert.True(result.LowerBound <= result.Value);
        }
    }

    [Fact]
    public void EntropicGromovWassersteinOptions_Defaults()
    {
        var options = new EntropicGromovWassersteinOptions();

        Assert.Equal(0.05, options.Epsilon);
        Assert.Equal(EntropicMethod.ProjectedGradient, options.Method);
        Assert.Equal(1000, options.MaxIterations);
        Assert.Equal(1e-10, options.Tolerance);
        Assert.Equal(1, options.CheckInterval);
        Assert.Equal(1000, options.InnerMaxIterations);
        Assert.Equal(1e-11, options.InnerTolerance);
        Assert.Equal(0.1, options.InnerRelativeTolerance);
        Assert.Equal(1, options.InnerCheckInterval);
        Assert.Equal(SinkhornDomain.Auto, options.Domain);
        Assert.Equal(LowerBounds.First, options.Bounds);
        Assert.True(options.WarmStart && options.Round && options.Accelerate);
    }
}
