namespace GwSmm.Merging.Tests;

public class TsvMergeTests
{
    [Fact]
    public void Two_encoders_equal_numpy() => SmallTask.Equal(
        [0.741794009, -0.415028224, 0.953205356, 1.10306909, -1.18502161, 0.868170996, -0.0120128583, -0.863913079, -0.0126850031, 0.720397973, -0.134170413, -0.0807345962],
        new TsvMerge().Merge(SmallTask.Input(2)), SmallTask.Matrix);

    [Fact]
    public void Three_encoders_equal_numpy_whichever_way_the_matrix_lies()
    {
        SmallTask.Equal(
            [0.586737415, -0.411934555, 1.11776644, 1.42326134, -1.53231018, 0.789096593, 0.45712343, -0.448346608, 0.373363014, 0.492586547, -0.262303041, -0.127894287],
            new TsvMerge().Merge(SmallTask.Input(3)), SmallTask.Matrix);
        SmallTask.Equal(
            [0.586737415, -1.53231018, 0.373363014, -0.411934555, 0.789096593, 0.492586547, 1.11776644, 0.45712343, -0.262303041, 1.42326134, -0.448346608, -0.127894287],
            new TsvMerge().Merge(SmallTask.Turned(3)), SmallTask.Matrix);
    }

    [Fact]
    public void Vectors_and_embeddings_are_averaged()
    {
        var merged = new TsvMerge().Merge(SmallTask.Input(2));
        SmallTask.Equal([0.115, -0.13, 0.4], merged, SmallTask.Vector, 1e-7);
        SmallTask.Equal([0.95, -0.85, 0.5, 0.55], merged, SmallTask.Embedding, 1e-7);
    }

    [Fact]
    public void One_encoder_comes_back_and_lambda_0_gives_the_base()
    {
        var input = SmallTask.Input(1);
        SmallTask.Equal([.. input.Models[0][SmallTask.Matrix].Data.Select(value => (double)value)], new TsvMerge().Merge(input), SmallTask.Matrix, 1e-6);
        Assert.Equal(SmallTask.Flat(input.Base!), SmallTask.Flat(new TsvMerge(new TsvMergeOptions { Lambda = 0 }).Merge(input)));
    }

    [Fact]
    public void Equal_encoders_with_all_directions_give_the_sum_of_what_they_share()
    {
        // Both keep the largest direction only; it is shared exactly, so it is kept once with the sum of the weights s / 2 each.
        var input = SmallTask.Input(1);
        var same = new MergeInput(["1", "2"], [input.Models[0], input.Models[0].Clone()], input.Base);
        var one = new TsvMerge(new TsvMergeOptions { RankShare = 1.0 / 3 });
        SmallTask.Equal([.. one.Merge(input)[SmallTask.Matrix].Data.Select(value => (double)value)], one.Merge(same), SmallTask.Matrix, 1e-6);
    }

    [Fact]
    public void Encoders_equal_to_the_base_stay()
    {
        var origin = SmallTask.Base;
        Assert.Equal(SmallTask.Flat(origin), SmallTask.Flat(new TsvMerge().Merge(new MergeInput(["1", "2"], [origin, origin], origin))));
    }

    [Fact]
    public void Bad_parameters_and_a_missing_base_are_named()
    {
        Assert.Contains("rank share is 0", Assert.Throws<GwSmmException>(() => new TsvMerge(new TsvMergeOptions { RankShare = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("lambda is NaN", Assert.Throws<GwSmmException>(() => new TsvMerge(new TsvMergeOptions { Lambda = double.NaN })).Message, StringComparison.Ordinal);
        Assert.Contains("TSV-M needs the base", Assert.Throws<GwSmmException>(() => new TsvMerge().Merge(SmallTask.Input(2, withBase: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TsvMergeOptions_Defaults()
    {
        var options = new TsvMergeOptions();
        Assert.Equal(1, options.Lambda);
        Assert.Null(options.RankShare);
    }
}
