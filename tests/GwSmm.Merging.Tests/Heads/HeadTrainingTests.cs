using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class HeadTrainingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Train_EqualsTorch(int index)
    {
        var golden = Golden.Load("headtraining.json")[index];
        var responses = HeadCases.Responses(golden);
        var start = new ScoringHead(responses.Kind, responses.Labels, golden.Floats("startWeight"), golden.Floats("startBias"));
        var options = new HeadTrainingOptions
        {
            Epochs = golden.GetProperty("epochs").GetInt32(),
            LearningRate = golden.GetProperty("learningRate").GetDouble(),
            WeightDecay = golden.GetProperty("weightDecay").GetDouble(),
            BatchSize = 1000,
        };

        var head = new HeadTraining(options).Train(start, golden.Floats("features"), responses);

        Assert.All(golden.Doubles("weight").Zip(head.Weight), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(golden.Doubles("bias").Zip(head.Bias), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(golden.Floats("startWeight"), start.Weight);
    }

    [Fact]
    public void Train_LearnsAndRepeatsWithTheSameSeed()
    {
        var (features, responses) = HeadCases.Random(120, 5, 3, 3, noise: 0.1);
        var start = new ScoringHead(HeadKind.MultiClass, responses.Labels, new float[15], new float[3]);
        var options = new HeadTrainingOptions { LearningRate = 0.05, Epochs = 60, Seed = 4 };
        var head = new HeadTraining(options).Train(start, features, responses);
        Assert.Equal(head.Weight, new HeadTraining(options).Train(start, features, responses).Weight);
        Assert.NotEqual(head.Weight, new HeadTraining(options with { Seed = 5 }).Train(start, features, responses).Weight);
        var hits = Enumerable.Range(0, 120).Count(i => responses.Classes[i] == Enumerable.Range(0, 3)
            .MaxBy(c => head.Bias[c] + Enumerable.Range(0, 5).Sum(j => head.Weight[(c * 5) + j] * features[(i * 5) + j])));
        Assert.InRange(hits, 100, 120);
    }

    [Fact]
    public void Train_FollowsLabelNamesNotPositions()
    {
        var (features, responses) = HeadCases.Random(40, 4, 2, 5);
        var start = new ScoringHead(HeadKind.MultiClass, ["1", "9", "0"], new float[12], new float[3]);
        var head = new HeadTraining(new HeadTrainingOptions { LearningRate = 0.01 }).Train(start, features, responses);
        Assert.Equal(["1", "9", "0"], head.Labels);
        Assert.True(head.Bias[1] < head.Bias[0] && head.Bias[1] < head.Bias[2]);
    }

    [Fact]
    public void UnknownLabel_IsNamed()
    {
        var responses = ResponseSet.MultiClass("Q3", HeadCases.Texts(2), ["0", "5"]);
        var start = new ScoringHead(HeadKind.MultiClass, ["0", "1"], new float[2], new float[2]);
        var error = Assert.Throws<GwSmmException>(() => new HeadTraining().Train(start, [1, 2], responses));
        Assert.Equal("Item 'Q3' has responses with the label '5', but its head knows '0', '1'. Correct the label or train the item again.", error.Message);
    }

    [Fact]
    public void OtherKind_IsRefused()
    {
        var responses = ResponseSet.MultiLabel("Q3", HeadCases.Texts(1), ["a"], [true]);
        var start = new ScoringHead(HeadKind.MultiClass, ["0", "1"], new float[2], new float[2]);
        Assert.Contains("has a MultiClass head, but its responses are MultiLabel", Assert.Throws<GwSmmException>(() => new HeadTraining().Train(start, [1], responses)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFeatureCount_IsRefused()
    {
        var responses = ResponseSet.MultiClass("Q3", HeadCases.Texts(2), ["0", "1"]);
        var start = new ScoringHead(HeadKind.MultiClass, ["0", "1"], new float[2], new float[2]);
        Assert.Contains("takes 1 features, but there are 2", Assert.Throws<ArgumentException>(() => new HeadTraining().Train(start, [1, 2, 3, 4], responses)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HeadTrainingOptions_Defaults()
    {
        var options = new HeadTrainingOptions();
        Assert.Equal((10, 2e-5, 16, 0.01, 0UL), (options.Epochs, options.LearningRate, options.BatchSize, options.WeightDecay, options.Seed));
    }

    [Fact]
    public void Options_AreChecked()
    {
        HeadTrainingOptions[] wrong = [new() { Epochs = 0 }, new() { LearningRate = 0 }, new() { BatchSize = 0 }, new() { WeightDecay = -1 }];
        string[] names = ["Epochs", "LearningRate", "BatchSize", "WeightDecay"];
        Assert.All(wrong.Zip(names), pair => Assert.StartsWith($"The head training option {pair.Second} is ", Assert.Throws<GwSmmException>(() => new HeadTraining(pair.First)).Message, StringComparison.Ordinal));
    }
}
