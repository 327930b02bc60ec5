namespace GwSmm.Merging.Tests;

public class IsoCMergeTests
{
    [Fact]
    public void Two_encoders_equal_numpy_whichever_way_the_matrix_lies()
    {
        SmallTask.Equal(
            [0.446567567, -0.123947854, 1.52477403, 0.679766805, -0.80764198, 0.826895946, 0.140419999, -0.878410241, 0.644334124, 1.17086109, -0.706013169, 0.460316118],
            new IsoCMerge().Merge(SmallTask.Input(2)), SmallTask.Matrix);
        SmallTask.Equal(
            [0.473283783, -0.90382099, 0.447167062, -0.186973927, 0.663447973, 1.08543055, 1.26238702, 0.19521, -0.728006584, 0.714883402, -0.68920512, 0.292658059],
            new IsoCMerge(new IsoCMergeOptions { Lambda = 0.5 }).Merge(SmallTask.Turned(2)), SmallTask.Matrix);
    }

    [Fact]
    public void Vectors_and_embeddings_are_averaged()
    {
        var merged = new IsoCMerge().Merge(SmallTask.Input(2));
        SmallTask.Equal([0.115, -0.13, 0.4], merged, SmallTask.Vector, 1e-7);
        SmallTask.Equal([0.95, -0.85, 0.5, 0.55], merged, SmallTask.Embedding, 1e-7);
    }

    [Fact]
    public void Encoders_equal_to_the_base_stay()
    {
        var origin = SmallTask.Base;
        Assert.Equal(SmallTask.Flat(origin), SmallTask.Flat(new IsoCMerge().Merge(new MergeInput(["1", "2"], [origin, origin], origin))));
    }

    [Fact]
    public void Bad_parameters_and_a_missing_base_are_named()
    {
        Assert.Contains("lambda is NaN", Assert.Throws<GwSmmException>(() => new IsoCMerge(new IsoCMergeOptions { Lambda = double.NaN })).Message, StringComparison.Ordinal);
        Assert.Contains("Iso-C needs the base", Assert.Throws<GwSmmException>(() => new IsoCMerge().Merge(SmallTask.Input(2, withBase: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsoCMergeOptions_Defaults() => Assert.Equal(1, new IsoCMergeOptions().Lambda);
}
