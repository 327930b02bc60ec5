using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class DareMergeTests
{
    [Fact]
    public void The_mask_of_a_tensor_and_item_equals_an_implementation_in_python()
    {
        var seed = PositionalRandom.SeedOf(7, SmallTask.Matrix, "1");
        double[] expected = [0.0354513937, 0.0312176298, 0.674912177, 0.0250020345, 0.604771809, 0.366739008, 0.0521690817, 0.167228486, 0.0653216742, 0.283773366, 0.11251654, 0.89490812];
        Assert.All(expected.Select((value, i) => (value, i)), pair => Assert.Equal(pair.value, PositionalRandom.Uniform(seed, pair.i), 1e-9));
    }

    [Fact]
    public void Mean_equals_numpy() => SmallTask.Equal(
        [0.633333333, -0.303333333, 1, 0.963333333, -0.76, 0.34, 0.516666667, -0.606666667, 0.17, 1.32, -0.59, 0.045],
        new DareMerge(new DareOptions { Seed = 7, Lambda = 0.8 }).Merge(SmallTask.Input(3)), SmallTask.Matrix, 5e-7);

    [Fact]
    public void Elected_mean_equals_numpy() => SmallTask.Equal(
        [0.85, -0.45, 1, 1.15, -0.55, -0.3, 0.75, -1.5, -0.25, 2.2, 0.25, -0.175],
        new DareMerge(new DareOptions { Seed = 7, Combination = DareCombination.Ties }).Merge(SmallTask.Input(3)), SmallTask.Matrix, 5e-7);

    [Fact]
    public void Density_1_gives_the_average()
    {
        var input = SmallTask.Input(3);
        var average = new AverageMerge().Merge(input);
        var merged = new DareMerge(new DareOptions { Density = 1 }).Merge(input);
        Assert.All(average.Tensors, tensor => SmallTask.Equal([.. tensor.Data.Select(value => (double)value)], merged, tensor.Name, 2e-7));
    }

    [Fact]
    public void Masks_do_not_depend_on_the_order_of_items_nor_on_other_tensors()
    {
        var method = new DareMerge(new DareOptions { Seed = 3 });
        var input = SmallTask.Input(3);
        var merged = method.Merge(input);
        var reversed = method.Merge(new MergeInput([.. input.Items.Reverse()], [.. input.Models.Reverse()], input.Base));
        Assert.All(merged.Tensors, tensor => SmallTask.Equal([.. tensor.Data.Select(value => (double)value)], reversed, tensor.Name, 2e-7));

        var alone = method.Merge(new MergeInput(input.Items, [.. input.Models.Select(Only)], Only(input.Base!)));
        Assert.Equal(merged[SmallTask.Matrix].Data, alone[SmallTask.Matrix].Data);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        float[] Merge(ulong seed) => SmallTask.Flat(new DareMerge(new DareOptions { Seed = seed }).Merge(SmallTask.Input(2)));
        Assert.Equal(Merge(1), Merge(1));
        Assert.NotEqual(Merge(1), Merge(2));
    }

    [Fact]
    public void The_share_kept_and_the_mean_are_as_expected()
    {
        const int Count = 100_000;
        var ones = new EncoderWeights([new Tensor("v", [Count], [.. Enumerable.Repeat(1f, Count)])]);
        var merged = new DareMerge(new DareOptions { Density = 0.2 }).Merge(new MergeInput(["a"], [ones], new EncoderWeights([new Tensor("v", [Count], new float[Count])])))["v"].Data;
        Assert.Equal([0f, 5f], merged.Distinct().Order());
        Assert.Equal(1, merged.Average(), 0.03);
    }

    [Fact]
    public void The_seed_of_the_merge_changes_the_masks_and_0_leaves_those_of_the_method()
    {
        float[] Merge(ulong own, ulong merge)
        {
            var input = SmallTask.Input(3);
            return SmallTask.Flat(new DareMerge(new DareOptions { Seed = own }).Merge(new MergeInput(input.Items, input.Models, input.Base) { Seed = merge }));
        }

        Assert.Equal(SmallTask.Flat(new DareMerge(new DareOptions { Seed = 7 }).Merge(SmallTask.Input(3))), Merge(7, 0));
        Assert.Equal(Merge(7, 2), Merge(7, 2));
        Assert.NotEqual(Merge(7, 1), Merge(7, 2));
        Assert.NotEqual(Merge(6, 2), Merge(7, 2));
        Assert.NotEqual(Merge(0, 0), Merge(0, 1));
    }

    [Fact]
    public void Bad_parameters_and_a_missing_base_are_named()
    {
        Assert.Contains("density is 0", Assert.Throws<GwSmmException>(() => new DareMerge(new DareOptions { Density = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("lambda is ", Assert.Throws<GwSmmException>(() => new DareMerge(new DareOptions { Lambda = double.NegativeInfinity })).Message, StringComparison.Ordinal);
        Assert.Contains("DARE needs the base", Assert.Throws<GwSmmException>(() => new DareMerge().Merge(SmallTask.Input(2, withBase: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DareOptions_Defaults()
    {
        var options = new DareOptions();
        Assert.Equal((0.5, 1.0, DareCombination.Mean, 0UL), (options.Density, options.Lambda, options.Combination, options.Seed));
    }

    private static EncoderWeights Only(EncoderWeights weights) => new([weights[SmallTask.Matrix]]);
}
