using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class SourceScanTests
{
    [Fact]
    public void Norms_of_task_vectors_are_their_lengths()
    {
        var input = new MergeInput(["a", "b"], [Vector(4, 5), Vector(1, 1)], Vector(1, 1));
        Assert.Equal([5, 0], SourceScan.Read(new WeightsSource(input), 1).ChangeNorms);
        Assert.Empty(SourceScan.Read(new WeightsSource(new MergeInput(["a"], [Vector(1, 2)])), 1).ChangeNorms);
    }

    [Fact]
    public void Norms_are_the_same_bits_for_any_number_of_threads()
    {
        var origin = BaseEncoder.Create(TinyModels.Config with { HiddenSize = 96, IntermediateSize = 800 }, TinyModels.Vocabulary, 1).Weights;
        var other = BaseEncoder.Create(TinyModels.Config with { HiddenSize = 96, IntermediateSize = 800 }, TinyModels.Vocabulary, 2).Weights;
        var source = new WeightsSource(new MergeInput(["a"], [other], origin));
        Assert.Equal(SourceScan.Read(source, 1).ChangeNorms[0], SourceScan.Read(source, 5).ChangeNorms[0]);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_named_in_models_and_base()
    {
        // Inputs in memory are checked when they are collected; files are checked here.
        Assert.Contains("'v' of item 'b' holds NaN at position 1", Assert.Throws<GwSmmException>(() => SourceScan.Read(new Two(Vector(1, 2), Vector(1, float.NaN)), 1)).Message, StringComparison.Ordinal);
        var infinite = new MergeInput(["a"], [Vector(1, 2)], Vector(float.PositiveInfinity, 0));
        Assert.Contains("of the base encoder holds", Assert.Throws<GwSmmException>(() => SourceScan.Read(new WeightsSource(infinite), 1)).Message, StringComparison.Ordinal);
    }

    private static EncoderWeights Vector(params float[] values) => new([new Tensor("v", [values.Length], values)]);

    private sealed class Two(EncoderWeights first, EncoderWeights second) : ITensorSource
    {
        public IReadOnlyList<string> Items => ["a", "b"];

        public IReadOnlyList<TensorInfo> Tensors => [new("v", [2])];

        public bool HasBase => false;

        public ReadOnlyMemory<float> Read(int model, TensorInfo tensor, int start, Memory<float> buffer) => (model == 0 ? first : second)["v"].Data.AsMemory(start, buffer.Length);
    }
}
