namespace GwSmm.Encoders.Tests;

public class PretrainingStartTests
{
    private const string Positions = "embeddings.position_embeddings.weight";
    private static readonly EncoderConfig Config = new() { VocabularySize = 7, HiddenSize = 64, LayerCount = 1, HeadCount = 2, IntermediateSize = 128, MaxPositions = 40 };

    [Fact]
    public void Positions_of_the_same_distance_are_equally_alike_and_near_ones_more_alike()
    {
        var positions = MaskedLanguageTrainer.CreateStart(Config, Models.Vocabulary, 1).Weights[Positions].Data;
        double Dot(int i, int j) => Enumerable.Range(0, 64).Sum(c => (double)positions[(i * 64) + c] * positions[(j * 64) + c]);
        Assert.Equal(32 * 0.04 * 0.04, Dot(7, 7), 1e-6);
        Assert.Equal(Dot(0, 3), Dot(30, 33), 1e-6);
        Assert.Equal(Dot(2, 3), Dot(25, 24), 1e-6);
        Assert.True(Dot(5, 5) > Dot(5, 6) && Dot(5, 6) > Dot(5, 7) && Dot(5, 7) > Dot(5, 9));
    }

    [Fact]
    public void Matrices_of_the_layers_are_wider_and_all_else_is_as_drawn()
    {
        var (start, drawn) = (MaskedLanguageTrainer.CreateStart(Config, Models.Vocabulary, 1), BaseEncoder.Create(Config, Models.Vocabulary, 1));
        foreach (var tensor in drawn.Weights.Tensors.Where(tensor => !string.Equals(tensor.Name, Positions, StringComparison.Ordinal)))
        {
            // 0.8 / sqrt(64) over 0.02.
            var factor = tensor.Name.StartsWith("encoder.", StringComparison.Ordinal) && tensor.Shape.Count == 2 ? 5 : 1;
            Assert.All(tensor.Data.Zip(start.Weights[tensor.Name].Data), pair => Assert.Equal(factor * pair.First, pair.Second, 1e-6f));
        }

        Assert.False(start.IsPretrained);
        Assert.Equal(start.Hash, MaskedLanguageTrainer.CreateStart(Config, Models.Vocabulary, 1).Hash);
    }
}
