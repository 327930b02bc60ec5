using GwSmm.Numerics;

namespace GwSmm.Encoders.Tests;

/// <summary>Split, batches, schedule, compact vocabulary.</summary>
public class TrainingPartsTests
{
    [Fact]
    public void SplitKeepsClassesInProportion()
    {
        var labels = Enumerable.Range(0, 200).Select(i => i < 150 ? "0" : i < 199 ? "1" : "2").ToArray();
        var responses = ResponseSet.MultiClass("Q", labels, labels);
        var (training, validation) = ValidationSplit.Make(responses, 0.1, 4);

        Assert.Equal(Enumerable.Range(0, 200), training.Concat(validation).Order());
        Assert.Equal(15, validation.Count(row => row < 150));
        Assert.Equal(5, validation.Count(row => row is >= 150 and < 199));
        Assert.Contains(199, training);
        Assert.Equal(validation, ValidationSplit.Make(responses, 0.1, 4).Validation);
        Assert.NotEqual(validation, ValidationSplit.Make(responses, 0.1, 5).Validation);
    }

    [Fact]
    public void SplitOfMultiLabelResponsesHoldsOutAShareOfAllRows()
    {
        var responses = ResponseSet.MultiLabel("Q", [.. Enumerable.Range(0, 30).Select(i => i.ToString())], ["x"], new bool[30]);
        var (training, validation) = ValidationSplit.Make(responses, 0.2, 4);
        Assert.Equal((24, 6), (training.Length, validation.Length));
        Assert.Empty(ValidationSplit.Make(responses, 0, 4).Validation);
    }

    [Fact]
    public void BatchesVisitEveryRowOnceAndBringLikeLengthsTogether()
    {
        int[] rows = [.. Enumerable.Range(100, 150)];
        var batches = BatchPlan.Make(rows, row => row * 37 % 50, 8, new DeterministicRandom(3));

        Assert.Equal(rows, batches.SelectMany(batch => batch).Order());
        Assert.Equal(19, batches.Count);
        Assert.All(batches, batch => Assert.InRange(batch.Length, 1, 8));
        Assert.True(batches.Average(batch => batch.Max(row => row * 37 % 50) - batch.Min(row => row * 37 % 50)) < 25);
        Assert.NotEqual(batches, BatchPlan.Make(rows, row => row * 37 % 50, 8, new DeterministicRandom(4)));
    }

    [Fact]
    public void RateRisesToThePeakAndFallsToZero()
    {
        var schedule = new LearningRateSchedule(2, 100, 0.1);
        var rates = Enumerable.Range(0, 100).Select(schedule.At).ToArray();
        Assert.Equal(2.0 / 11, rates[0], 1e-12);
        Assert.Equal(2, rates[10]);
        Assert.Equal(rates.Max(), rates[10]);
        Assert.Equal(1, rates[55], 1e-12);
        Assert.Equal(2.0 / 90, rates[99], 1e-12);
        Assert.Equal(2, new LearningRateSchedule(2, 5, 0).At(0));
    }

    [Fact]
    public void CompactVocabularyComesBackWithOnlyItsRowsChanged()
    {
        var weights = Networks.Weights(Networks.Config, 1);
        var vocabulary = new CompactVocabulary([[7, 2, 7], [5]]);
        Assert.Equal([2, 0, 2, 1], vocabulary.Renumber([7, 2, 7, 5]));

        var compact = vocabulary.Extract(weights);
        EncoderLayout.Check(Networks.Config with { VocabularySize = 3 }, compact);
        const string Words = "embeddings.word_embeddings.weight";
        Assert.Equal(weights[Words].Data[(5 * 8)..(6 * 8)], compact[Words].Data[8..16]);

        Array.Fill(compact[Words].Data, 3f);
        compact["embeddings.LayerNorm.bias"].Data[0] = 4;
        var full = vocabulary.Expand(compact, weights);
        EncoderLayout.Check(Networks.Config, full);
        for (var row = 0; row < 9; row++)
        {
            var expected = row is 2 or 5 or 7 ? [.. Enumerable.Repeat(3f, 8)] : weights[Words].Data[(row * 8)..((row + 1) * 8)];
            Assert.Equal(expected, full[Words].Data[(row * 8)..((row + 1) * 8)]);
        }

        Assert.Equal(4, full["embeddings.LayerNorm.bias"].Data[0]);
        Assert.NotEqual(4, weights["embeddings.LayerNorm.bias"].Data[0]);
    }

    [Fact]
    public void UpdateDecaysOnlyWhatIsMarkedAndMeasuresTheNorm()
    {
        float[] plain = [1, 2];
        float[] decaying = [1, 2];
        var update = new ParameterUpdate(
            [new("a", plain, [0, 0], false), new("b", decaying, [0, 0], true), new("c", [5], [-3], false), new("d", [5], [4], true)], 0.5, 1);
        Assert.Equal(5, update.GradientNorm(), 1e-6);
        update.Step(0.1, 1);
        Assert.Equal([1, 2], plain);
        Assert.Equal(0.95f, decaying[0], 1e-6f);
        Assert.Equal(1.9f, decaying[1], 1e-6f);
    }

    [Fact]
    public void NetworkUsesWhatItsFeaturesDependOn()
    {
        var network = Networks.Network(new FeatureOptions { Layer = 1, MaxTokens = 7 });
        Assert.True(network.Uses("embeddings.LayerNorm.bias"));
        Assert.True(network.Uses("encoder.layer.0.output.dense.weight"));
        Assert.False(network.Uses("encoder.layer.1.output.dense.weight"));
        Assert.False(network.Uses("pooler.dense.bias"));
        Assert.True(Networks.Network(new FeatureOptions { Pooling = Pooling.Pooler, MaxTokens = 7 }).Uses("pooler.dense.bias"));
    }
}
