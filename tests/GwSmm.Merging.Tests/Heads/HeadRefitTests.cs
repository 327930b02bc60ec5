using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public class HeadRefitTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fit_EqualsScipy(int index)
    {
        var golden = Golden.Load("headrefit.json")[index];
        var responses = HeadCases.Responses(golden);

        var result = new HeadRefit(new HeadRefitOptions { Penalty = golden.GetProperty("penalty").GetDouble(), Tolerance = 1e-11 }).FitWithReport(golden.Floats("features"), responses);

        Assert.True(result.Converged);
        Assert.All(golden.Doubles("weight").Zip(result.Head.Weight), pair => Assert.Equal(pair.First, pair.Second, 2e-6 * Math.Max(1, Math.Abs(pair.First))));
        var shift = responses.Kind == HeadKind.MultiClass ? result.Head.Bias.Average() : 0;
        Assert.All(golden.Doubles("bias").Zip(result.Head.Bias), pair => Assert.Equal(pair.First, pair.Second - shift, 2e-5));
    }

    [Theory]
    [InlineData(300, 20, 4)]
    [InlineData(30, 50, 3)]
    public void Fit_LeavesNoGradient(int count, int width, int classes)
    {
        var (features, responses) = HeadCases.Random(count, width, classes, 1);
        var result = new HeadRefit(new HeadRefitOptions { Seed = 3 }).FitWithReport(features, responses);
        Assert.True(result.Converged);
        Assert.InRange(LargestGradient(features, responses, result), 0, 2e-6);
    }

    [Fact]
    public void Fit_HugePenalty_GivesTheClassFrequencies()
    {
        var (features, responses) = HeadCases.Random(50, 3, 3, 2);
        var head = new HeadRefit(new HeadRefitOptions { Penalty = 1e9 }).Fit(features, responses);
        double[] odds = [.. head.Bias.Select(b => Math.Exp(b))];
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(responses.Classes.Count(k => k == c) / 50.0, odds[c] / odds.Sum(), 1e-5);
        }

        Assert.All(head.Weight, w => Assert.InRange(Math.Abs(w), 0, 1e-6));
    }

    [Fact]
    public void Fit_TwoClasses_OneFeature_SatisfiesTheScalarEquation()
    {
        // Feature -1 and 1, as often; class 1 in 1/4 and 3/4 of them. Binary: logit = w x, 2 P w = tanh-free equation sigma(w) + penalty w = 3/4.
        float[] features = [-1, -1, -1, -1, 1, 1, 1, 1];
        var flags = new[] { true, false, false, false, true, true, true, false };
        var responses = ResponseSet.MultiLabel("Q", HeadCases.Texts(8), ["x"], flags);
        var head = new HeadRefit(new HeadRefitOptions { Penalty = 0.1, Tolerance = 1e-12 }).Fit(features, responses);
        var w = (double)head.Weight[0];
        Assert.Equal(0.75, (1 / (1 + Math.Exp(-w))) + (0.1 * w), 1e-6);
        Assert.Equal(0, head.Bias[0], 1e-6);
    }

    [Fact]
    public void Fit_SeparableClasses_StaysFiniteAndRight()
    {
        float[] features = [.. Enumerable.Range(0, 40).SelectMany(i => new[] { i < 20 ? -1f : 1f, i })];
        var responses = ResponseSet.MultiClass("Q", HeadCases.Texts(40), [.. Enumerable.Range(0, 40).Select(i => i < 20 ? "0" : "1")]);
        var result = new HeadRefit().FitWithReport(features, responses);
        Assert.True(result.Converged);
        Assert.All(result.Head.Weight.Concat(result.Head.Bias), value => Assert.InRange(Math.Abs(value), 0, 1000));
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(responses.Classes[i], Predict(result.Head, features.AsSpan(i * 2, 2)));
        }
    }

    [Fact]
    public void Fit_ChoosesASmallerPenaltyForClearerData()
    {
        var (clearFeatures, clear) = HeadCases.Random(400, 10, 3, 4, noise: 0.1);
        var random = new DeterministicRandom(9);
        var noise = ResponseSet.MultiClass("Q", clear.Texts, [.. Enumerable.Range(0, 400).Select(_ => HeadCases.Name(random.Next(3)))]);
        var refit = new HeadRefit();
        var certain = refit.FitWithReport(clearFeatures, clear);
        var uncertain = refit.FitWithReport(clearFeatures, noise);
        Assert.True(certain.Penalties[0] < uncertain.Penalties[0], $"{certain.Penalties[0]} {uncertain.Penalties[0]}");
        Assert.True(certain.LogLoss < 0.4);
        Assert.InRange(uncertain.LogLoss, 1.05, 1.2);
    }

    [Fact]
    public void Fit_SameBitsForAnyNumberOfThreads()
    {
        var (features, responses) = HeadCases.Random(200, 30, 4, 6);
        var one = new HeadRefit(new HeadRefitOptions { Threads = 1 }).FitWithReport(features, responses);
        var three = new HeadRefit(new HeadRefitOptions { Threads = 3 }).FitWithReport(features, responses);
        Assert.Equal(one.Head.Weight, three.Head.Weight);
        Assert.Equal(one.Head.Bias, three.Head.Bias);
        Assert.Equal(one.LogLoss, three.LogLoss);
    }

    [Fact]
    public void Fit_ConstantFeature_GetsNoWeight()
    {
        var (features, responses) = HeadCases.Random(60, 3, 2, 7);
        float[] widened = [.. Enumerable.Range(0, 60).SelectMany(i => new[] { features[i * 3], 0.1f, features[(i * 3) + 1], features[(i * 3) + 2] })];
        var plain = new HeadRefit(new HeadRefitOptions { Penalty = 0.1 }).Fit(features, responses);
        var wide = new HeadRefit(new HeadRefitOptions { Penalty = 0.1 }).Fit(widened, responses);
        Assert.Equal(0, wide.Weight[1]);
        Assert.Equal(plain.Weight[0], wide.Weight[0], 1e-6);
        Assert.Equal(plain.Weight[2], wide.Weight[3], 1e-6);
    }

    [Fact]
    public void Fit_NothingVaries_GivesTheClassFrequencies()
    {
        var responses = ResponseSet.MultiClass("Q", HeadCases.Texts(4), ["a", "a", "a", "b"]);
        var head = new HeadRefit().Fit([1, 2, 1, 2, 1, 2, 1, 2], responses);
        Assert.Equal(Math.Log(3), head.Bias[0] - head.Bias[1], 1e-5);
        Assert.All(head.Weight, w => Assert.Equal(0, w));
    }

    [Fact]
    public void Fit_AbsentClass_IsNeverPredicted()
    {
        var (features, responses) = HeadCases.Random(60, 3, 3, 8);
        int[] kept = [.. Enumerable.Range(0, 60).Where(i => responses.Classes[i] != 1)];
        var head = new HeadRefit().Fit([.. kept.SelectMany(i => features[(i * 3)..((i * 3) + 3)])], responses.Subset(kept));
        Assert.Equal(["0", "1", "2"], head.Labels);
        Assert.Equal(-10_000, head.Bias[1]);
        Assert.All(Enumerable.Range(0, 60), i => Assert.NotEqual(1, Predict(head, features.AsSpan(i * 3, 3))));
    }

    [Fact]
    public void Fit_LabelAlwaysOrNeverSet_GetsSmoothedLogOdds()
    {
        var flags = new[] { true, false, true, true, false, false, true, false, true, true, false, false };
        var responses = ResponseSet.MultiLabel("Q", HeadCases.Texts(4), ["always", "never", "some"], flags);
        var result = new HeadRefit(new HeadRefitOptions { Penalty = 1 }).FitWithReport([1, 2, 3, 5], responses);
        Assert.Equal(Math.Log(4.5 / 0.5), result.Head.Bias[0], 1e-6);
        Assert.Equal(Math.Log(0.5 / 4.5), result.Head.Bias[1], 1e-6);
        Assert.Equal([0, 0, 1], result.Penalties);
        Assert.True(double.IsNaN(result.LogLoss));
    }

    [Fact]
    public void OneClass_IsRefused()
    {
        var responses = ResponseSet.MultiClass("Q7", HeadCases.Texts(3), ["2", "2", "2"]);
        var error = Assert.Throws<GwSmmException>(() => new HeadRefit().Fit([1, 2, 3], responses));
        Assert.StartsWith("Item 'Q7': all 3 training responses have the class '2'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void FeaturesThatAreNotFinite_AreNamed(float value)
    {
        var responses = ResponseSet.MultiClass("Q7", HeadCases.Texts(2), ["1", "2"]);
        var error = Assert.Throws<GwSmmException>(() => new HeadRefit().Fit([1, 2, value, 3], responses));
        Assert.StartsWith($"Item 'Q7': feature 1 of response 2 is {value}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FeaturesOfAnotherSize_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new HeadRefit().Fit([1, 2, 3], ResponseSet.MultiClass("Q", HeadCases.Texts(2), ["1", "2"])));

    [Fact]
    public void Folds_AreStratified()
    {
        int[] targets = [.. Enumerable.Range(0, 103).Select(i => i == 50 ? 2 : i % 4 == 0 ? 1 : 0)];
        var folds = PenaltySearch.Folds(targets, 5, 1);
        Assert.Equal(-1, folds[50]);
        foreach (var c in new[] { 0, 1 })
        {
            var sizes = Enumerable.Range(0, 5).Select(f => Enumerable.Range(0, 103).Count(i => targets[i] == c && folds[i] == f)).ToArray();
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        }

        Assert.NotEqual(folds, PenaltySearch.Folds(targets, 5, 2));
    }

    [Fact]
    public void HeadRefitOptions_Defaults()
    {
        var options = new HeadRefitOptions();
        Assert.Equal((null, 1e-4, 10, 10, 5), (options.Penalty, options.MinPenalty, options.MaxPenalty, options.PenaltyCount, options.Folds));
        Assert.Equal((1e-8, 500, 0UL, Environment.ProcessorCount), (options.Tolerance, options.MaxIterations, options.Seed, options.Threads));
    }

    [Fact]
    public void Options_AreChecked()
    {
        HeadRefitOptions[] wrong =
        [
            new() { Penalty = 0 }, new() { Penalty = double.NaN }, new() { MinPenalty = -1 }, new() { MaxPenalty = 1e-9 }, new() { PenaltyCount = 0 },
            new() { Folds = 1 }, new() { Tolerance = 0 }, new() { MaxIterations = 0 }, new() { Threads = 0 },
        ];
        string[] names = ["Penalty", "Penalty", "MinPenalty", "MaxPenalty", "PenaltyCount", "Folds", "Tolerance", "MaxIterations", "Threads"];
        Assert.All(wrong.Zip(names), pair => Assert.StartsWith($"The head refit option {pair.Second} is ", Assert.Throws<GwSmmException>(() => new HeadRefit(pair.First)).Message, StringComparison.Ordinal));
    }

    private static int Predict(ScoringHead head, ReadOnlySpan<float> features)
    {
        var best = (Class: -1, Logit: double.NegativeInfinity);
        for (var c = 0; c < head.Labels.Count; c++)
        {
            double logit = head.Bias[c];
            for (var j = 0; j < features.Length; j++)
            {
                logit += head.Weight[(c * features.Length) + j] * features[j];
            }

            best = logit > best.Logit ? (c, logit) : best;
        }

        return best.Class;
    }

    // The gradient of the penalised loss on standardised features, straight from its definition.
    private static double LargestGradient(float[] features, ResponseSet responses, HeadRefitResult result)
    {
        var (n, d, classes) = (responses.Count, features.Length / responses.Count, responses.Labels.Count);
        var gradient = new double[classes * (d + 1)];
        double[] mean = [.. Enumerable.Range(0, d).Select(j => Enumerable.Range(0, n).Average(i => (double)features[(i * d) + j]))];
        double[] deviation = [.. Enumerable.Range(0, d).Select(j => Math.Sqrt(Enumerable.Range(0, n).Average(i => Math.Pow(features[(i * d) + j] - mean[j], 2))))];
        for (var i = 0; i < n; i++)
        {
            double[] odds = [.. Enumerable.Range(0, classes).Select(c => Math.Exp(result.Head.Bias[c] + Enumerable.Range(0, d).Sum(j => (double)result.Head.Weight[(c * d) + j] * features[(i * d) + j])))];
            for (var c = 0; c < classes; c++)
            {
                var residual = ((odds[c] / odds.Sum()) - (responses.Classes[i] == c ? 1 : 0)) / n;
                gradient[(classes * d) + c] += residual;
                for (var j = 0; j < d; j++)
                {
                    gradient[(c * d) + j] += residual * (features[(i * d) + j] - mean[j]) / deviation[j];
                }
            }
        }

        for (var k = 0; k < classes * d; k++)
        {
            gradient[k] += result.Penalties[0] * result.Head.Weight[k] * deviation[k % d];
        }

        return gradient.Max(Math.Abs);
    }
}
