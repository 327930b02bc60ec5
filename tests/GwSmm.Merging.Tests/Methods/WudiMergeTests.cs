namespace GwSmm.Merging.Tests;

public class WudiMergeTests
{
    [Fact]
    public void Two_encoders_equal_least_squares_in_numpy() => SmallTask.Equal(
        [0.207833106, -0.0294145026, 1.26507537, 1.17595848, 0.135919637, 0.214144652, 0.110232189, -1.87235888, 0.117841448, 1.25446366, -0.421930282, 0.67342369],
        new WudiMerge().Merge(SmallTask.Input(2)), SmallTask.Matrix);

    [Fact]
    public void Fewer_rows_than_columns_equal_least_squares_in_numpy() =>
        SmallTask.Equal([0.601890927, -0.0381810277, 1.67675784, 0.850283504], new WudiMerge().Merge(SmallTask.OneRow(2)), SmallTask.Matrix);

    [Fact]
    public void One_encoder_comes_back_but_for_the_ridge() => SmallTask.Equal(
        [0.699985543, -0.350014134, 1.39994647, 1.04998443, -1.2999848, 0.599983816, 0.449966373, -0.999970686, 0.349990928, 1.59995494, -0.950003115, 0.174995184],
        new WudiMerge().Merge(SmallTask.Input(1)), SmallTask.Matrix);

    [Fact]
    public void Vectors_and_embeddings_are_averaged()
    {
        var merged = new WudiMerge().Merge(SmallTask.Input(2));
        SmallTask.Equal([0.115, -0.13, 0.4], merged, SmallTask.Vector, 1e-7);
        SmallTask.Equal([0.95, -0.85, 0.5, 0.55], merged, SmallTask.Embedding, 1e-7);
    }

    [Fact]
    public void Encoders_equal_to_the_base_are_left_out()
    {
        var input = SmallTask.Input(1);
        var one = new WudiMerge().Merge(input)[SmallTask.Matrix].Data;
        var more = new WudiMerge().Merge(new MergeInput(["0", "1"], [input.Base!, input.Models[0]], input.Base))[SmallTask.Matrix].Data;
        Assert.Equal(one, more);
        Assert.Equal(SmallTask.Flat(input.Base!), SmallTask.Flat(new WudiMerge().Merge(new MergeInput(["0"], [input.Base!], input.Base))));
    }

    [Fact]
    public void Bad_parameters_and_a_missing_base_are_named()
    {
        Assert.Contains("ridge is 0", Assert.Throws<GwSmmException>(() => new WudiMerge(new WudiMergeOptions { Ridge = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("WUDI needs the base", Assert.Throws<GwSmmException>(() => new WudiMerge().Merge(SmallTask.Input(2, withBase: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WudiMergeOptions_Defaults() => Assert.Equal(1e-4, new WudiMergeOptions().Ridge);
}
