using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class DellaMergeTests
{
    private static readonly DellaOptions Options = new() { Density = 0.6, Window = 0.3, Seed = 7 };

    [Fact]
    public void Elected_mean_equals_numpy() => SmallTask.Equal(
        [0.797202797, 0.15, 1.53333333, 1.07167832, -0.677777778, -0.0333333333, 0.662587413, -1.16666667, -0.134615385, 1.8, -0.0833333333, 0.670454545],
        new DellaMerge(Options).Merge(SmallTask.Input(3)), SmallTask.Matrix, 5e-7);

    [Fact]
    public void Plain_mean_equals_numpy() => SmallTask.Equal(
        [0.624061124, -0.190740741, 1.17777778, 0.964452214, -0.939031339, 0.396296296, 0.525058275, -0.526936027, 0.182400932, 1.26666667, -0.63034188, 0.215909091],
        new DellaMerge(Options with { ElectSigns = false }).Merge(SmallTask.Input(3)), SmallTask.Matrix, 5e-7);

    [Fact]
    public void Large_changes_are_kept_more_often_than_small_ones()
    {
        // A row of 200: the smaller half is kept with 0.525, the larger with 0.675 on average.
        const int Rows = 500;
        var origin = new EncoderWeights([new Tensor("w", [Rows, 200], new float[Rows * 200])]);
        var model = new EncoderWeights([new Tensor("w", [Rows, 200], [.. Enumerable.Range(0, Rows * 200).Select(i => 1f + (i % 200))])]);
        var merged = new DellaMerge(Options).Merge(new MergeInput(["a"], [model], origin))["w"].Data;
        double Kept(int from, int to) => merged.Where((_, i) => i % 200 >= from && i % 200 < to).Average(value => value != 0 ? 1.0 : 0);
        Assert.Equal(0.525, Kept(0, 100), 0.01);
        Assert.Equal(0.675, Kept(100, 200), 0.01);
        Assert.Equal(100.5, merged.Average(), 1.0);
    }

    [Fact]
    public void Density_1_without_a_window_gives_the_elected_mean_of_everything()
    {
        var input = SmallTask.Input(3);
        var merged = new DellaMerge(new DellaOptions { Density = 1, Window = 0 }).Merge(input);
        Assert.All(new TiesMerge(new TiesOptions { Density = 1 }).Merge(input).Tensors, tensor => SmallTask.Equal([.. tensor.Data.Select(value => (double)value)], merged, tensor.Name, 2e-7));
    }

    [Fact]
    public void The_seed_of_the_merge_changes_the_masks_and_0_leaves_those_of_the_method()
    {
        float[] Merge(ulong own, ulong merge)
        {
            var input = SmallTask.Input(3);
            return SmallTask.Flat(new DellaMerge(new DellaOptions { Seed = own }).Merge(new MergeInput(input.Items, input.Models, input.Base) { Seed = merge }));
        }

        Assert.Equal(SmallTask.Flat(new DellaMerge(new DellaOptions { Seed = 7 }).Merge(SmallTask.Input(3))), Merge(7, 0));
        Assert.Equal(Merge(7, 2), Merge(7, 2));
        Assert.NotEqual(Merge(7, 1), Merge(7, 2));
        Assert.NotEqual(Merge(6, 2), Merge(7, 2));
        Assert.NotEqual(Merge(0, 0), Merge(0, 1));
    }

    [Fact]
    public void Bad_parameters_and_a_missing_base_are_named()
    {
        Assert.Contains("window is 0.5", Assert.Throws<GwSmmException>(() => new DellaMerge(new DellaOptions { Density = 0.8, Window = 0.5 })).Message, StringComparison.Ordinal);
        Assert.Contains("window is NaN", Assert.Throws<GwSmmException>(() => new DellaMerge(new DellaOptions { Window = double.NaN })).Message, StringComparison.Ordinal);
        Assert.Contains("density is 2", Assert.Throws<GwSmmException>(() => new DellaMerge(new DellaOptions { Density = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains("DELLA needs the base", Assert.Throws<GwSmmException>(() => new DellaMerge().Merge(SmallTask.Input(2, withBase: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DellaOptions_Defaults()
    {
        var options = new DellaOptions();
        Assert.Equal((0.5, 0.2, 1.0, true, 0UL), (options.Density, options.Window, options.Lambda, options.ElectSigns, options.Seed));
    }
}
