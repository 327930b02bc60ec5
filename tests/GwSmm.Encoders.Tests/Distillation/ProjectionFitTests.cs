namespace GwSmm.Encoders.Tests;

public class ProjectionFitTests
{
    private static readonly float[] Student = [1, 2, -1, 0.5f, 3, -2, 0, 1, 2, 2];

    [Fact]
    public void A_small_pull_finds_the_map_that_made_the_target()
    {
        float[] teacher = [.. Student.Chunk(2).SelectMany(row => new[] { (2 * row[0]) - row[1] + 0.5f, (0.25f * row[0]) + (3 * row[1]) - 1 })];
        var map = Fit(teacher, 1e-9);
        Assert.All(map.Weight.Zip([2f, -1, 0.25f, 3]), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.All(map.Bias.Zip([0.5f, -1f]), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void A_huge_pull_keeps_the_identity_and_moves_the_mean()
    {
        var map = Fit([.. Student.Select((value, i) => -value + (i % 2))], 1e9);
        Assert.All(map.Weight.Zip([1f, 0, 0, 1]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.Equal(-2, map.Bias[0], 1e-5);
        Assert.Equal(1 - (2 * 0.7), map.Bias[1], 1e-5);
    }

    /// <summary>Worked out with NumPy.</summary>
    [Fact]
    public void A_middling_pull_gives_the_solution_of_the_normal_equations()
    {
        var map = Fit([0, 1, 1, -1, 2, 0.5f, -1, 1.5f, 0.25f, 3], 0.1);
        Assert.All(map.Weight.Zip([0.24838903f, -0.38694627f, 0.65763780f, 0.69008034f]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.All(map.Bias.Zip([0.47247336f, -0.14069404f]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Features_that_are_not_finite_are_refused() => SmallTask.AssertRefused(() => Fit([.. Student.Select(_ => float.NaN)], 0.1, [.. Student.Select(_ => float.NaN)]), "not finite");

    private static DenseParameters Fit(float[] teacher, double ridge, float[]? student = null)
    {
        var map = new DenseParameters(new float[4], new float[2]);
        ProjectionFit.Fit(student ?? Student, teacher, 2, ridge, map, 2);
        return map;
    }
}
