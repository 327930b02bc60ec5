using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class SlerpMergeTests
{
    [Fact]
    public void Two_encoders_equal_numpy() => SmallTask.Equal(
        [0.626128025, -0.234987453, 1.39279386, 0.923576725, -1.11819401, 0.632603794, 0.290972932, -0.840930395, 0.391140571, 1.31738107, -0.758284064, 0.258031533],
        new SlerpMerge(new SlerpOptions { Fraction = 0.3 }).Merge(SmallTask.Input(2, withBase: false)), SmallTask.Matrix, 3e-7);

    [Fact]
    public void Three_encoders_one_after_the_other_equal_numpy() => SmallTask.Equal(
        [0.609081638, -0.173912764, 1.20448687, 0.853178651, -0.992773221, 0.472969756, 0.311572507, -0.594244332, 0.280736999, 1.13198082, -0.558378277, 0.201973201],
        new SlerpMerge().Merge(SmallTask.Input(3)), SmallTask.Matrix, 3e-7);

    [Fact]
    public void Task_vectors_equal_numpy() => SmallTask.Equal(
        [0.601807235, -0.0463855305, 1.66174703, 0.851807235, -0.898192765, 0.754518087, 0.0972891479, -0.907228939, 0.555421704, 1.15271085, -0.444578296, 0.481325322],
        new SlerpMerge(new SlerpOptions { OfTaskVectors = true }).Merge(SmallTask.Input(2)), SmallTask.Matrix, 3e-7);

    [Fact]
    public void A_right_angle_by_hand() =>
        // Half-way from (1, 0) to (0, 1) lies (sin 45, sin 45) on the circle, not (0.5, 0.5).
        Assert.Equal([0.70710678f, 0.70710678f], new SlerpMerge().Merge(Vectors([1, 0], [0, 1]))["v"].Data);

    [Theory]
    [InlineData(new float[] { 1, 2 }, new float[] { 2, 4.001f }, new float[] { 1.5f, 3.0005f })]
    [InlineData(new float[] { 0, 0 }, new float[] { 2, 4 }, new float[] { 1, 2 })]
    [InlineData(new float[] { 1, 2 }, new float[] { -1, -2 }, new float[] { 0, 0 })]
    public void Parallel_opposite_and_zero_vectors_are_interpolated_linearly(float[] first, float[] second, float[] expected) =>
        Assert.Equal(expected, new SlerpMerge().Merge(Vectors(first, second))["v"].Data);

    [Fact]
    public void Fractions_0_and_1_give_the_ends()
    {
        var input = SmallTask.Input(2);
        Assert.Equal(SmallTask.Flat(input.Models[0]), SmallTask.Flat(new SlerpMerge(new SlerpOptions { Fraction = 0 }).Merge(input)));
        Assert.Equal(SmallTask.Flat(input.Models[1]), SmallTask.Flat(new SlerpMerge(new SlerpOptions { Fraction = 1 }).Merge(input)));
    }

    [Fact]
    public void Bad_parameters_are_named()
    {
        Assert.Contains("fraction is 1.5", Assert.Throws<GwSmmException>(() => new SlerpMerge(new SlerpOptions { Fraction = 1.5 })).Message, StringComparison.Ordinal);
        Assert.Contains("parallel cosine is NaN", Assert.Throws<GwSmmException>(() => new SlerpMerge(new SlerpOptions { ParallelCosine = double.NaN })).Message, StringComparison.Ordinal);
        Assert.Contains("3 encoders", Assert.Throws<GwSmmException>(() => new SlerpMerge(new SlerpOptions { Fraction = 0.3 }).Merge(SmallTask.Input(3))).Message, StringComparison.Ordinal);
        Assert.Contains("SLERP of task vectors needs the base", Assert.Throws<GwSmmException>(() => new SlerpMerge(new SlerpOptions { OfTaskVectors = true }).Merge(SmallTask.Input(2, withBase: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SlerpOptions_Defaults()
    {
        var options = new SlerpOptions();
        Assert.Equal((0.5, 0.9995, false), (options.Fraction, options.ParallelCosine, options.OfTaskVectors));
    }

    private static MergeInput Vectors(float[] first, float[] second) => new(["a", "b"], [new([new Tensor("v", [2], first)]), new([new Tensor("v", [2], second)])]);
}
