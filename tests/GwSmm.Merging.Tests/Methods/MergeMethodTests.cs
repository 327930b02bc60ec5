using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class MergeMethodTests
{
    private static readonly JsonElement Values = Golden.Load("merging.json").GetProperty("merge");

    [Fact]
    public void Average_EqualsNumpy() => AssertEqual(Values.Doubles("average"), new AverageMerge().Merge(Input()));

    [Fact]
    public void Average_Weighted_EqualsNumpy()
    {
        var weights = Values.Doubles("weights").Select((weight, i) => ("m" + i, weight)).ToDictionary(pair => pair.Item1, pair => pair.weight, StringComparer.Ordinal);
        AssertEqual(Values.Doubles("weighted"), new AverageMerge(weights).Merge(Input()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ties_EqualsNumpy(int index)
    {
        var golden = Values.GetProperty("ties")[index];
        var options = new TiesOptions
        {
            Density = golden.GetProperty("density").GetDouble(),
            Lambda = golden.GetProperty("lambda").GetDouble(),
            Scope = golden.GetProperty("whole").GetBoolean() ? TrimScope.WholeModel : TrimScope.EachTensor,
        };
        AssertEqual(golden.Doubles("expected"), new TiesMerge(options).Merge(Input()));
    }

    [Fact]
    public void PaperTies_EqualsNumpyAndIgnoresTheBase()
    {
        AssertEqual(Values.Doubles("paperTies"), new PaperTiesMerge().Merge(Input()));
        var without = new MergeInput(Input().Items, Input().Models);
        AssertEqual(Values.Doubles("paperTies"), new PaperTiesMerge().Merge(without));
    }

    [Fact]
    public void Ties_ByHand()
    {
        // Task vectors (4, -1, 2, 0) and (-1, -3, 2, 1); density .5 keeps (4, 0, 2, 0) and (0, -3, 2, 0).
        // Signs +, -, +, none; means 4, -3, 2, 0; half of them on top of the base of ones.
        var merged = new TiesMerge(new TiesOptions { Density = 0.5, Lambda = 0.5 })
            .Merge(new MergeInput(["1", "2"], [Vector(5, 0, 3, 1), Vector(0, -2, 3, 2)], Vector(1, 1, 1, 1)));
        Assert.Equal([3, -0.5f, 2, 1], merged["v"].Data);
    }

    [Fact]
    public void Ties_ElectsBySumNotByCount()
    {
        // Two models say -1, one says +3: the sum is positive, so only the +3 counts.
        var merged = new TiesMerge(new TiesOptions { Density = 1 }).Merge(new MergeInput(["1", "2", "3"], [Vector(-1), Vector(-1), Vector(3)], Vector(0)));
        Assert.Equal([3], merged["v"].Data);
    }

    [Fact]
    public void Ties_NoSignWhereChangesCancel() =>
        Assert.Equal([7], new TiesMerge(new TiesOptions { Density = 1 }).Merge(new MergeInput(["1", "2"], [Vector(9), Vector(5)], Vector(7)))["v"].Data);

    [Fact]
    public void Ties_EqualMagnitudesAreKeptTogether()
    {
        // One of four is to be kept, but three are equally large.
        var merged = new TiesMerge(new TiesOptions { Density = 0.25 }).Merge(new MergeInput(["1"], [Vector(2, -2, 1, 2)], Vector(0, 0, 0, 0)));
        Assert.Equal([2, -2, 0, 2], merged["v"].Data);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.4)]
    [InlineData(0.05)]
    public void Ties_WithoutBranches_EqualsThePlainDefinition(double density)
    {
        // Changes from a handful of values, 0 among them, so that ties and cancellations are frequent.
        const int Count = 3000;
        var random = new GwSmm.Numerics.DeterministicRandom(11);
        float[] origin = [.. Enumerable.Range(0, Count).Select(_ => (random.Next(9) - 4) / 4f)];
        float[][] models = [.. Enumerable.Range(0, 3).Select(_ => origin.Select(value => value + ((random.Next(7) - 3) / 8f)).ToArray())];
        var merged = new TiesMerge(new TiesOptions { Density = density, Lambda = 0.75 })
            .Merge(new MergeInput(["1", "2", "3"], [.. models.Select(model => Vector(model))], Vector(origin)))["v"].Data;
        var smallest = models.Select(model => model.Zip(origin, (a, b) => Math.Abs(a - b)).OrderDescending().ElementAt((int)Math.Round(density * Count) - 1)).ToArray();
        for (var i = 0; i < Count; i++)
        {
            double[] kept = [.. models.Select((model, m) => Math.Abs(model[i] - origin[i]) >= smallest[m] ? (double)model[i] - origin[i] : 0)];
            var elected = kept.Where(change => Math.Sign(change) == Math.Sign(kept.Sum()) && change != 0).DefaultIfEmpty(0).Average();
            Assert.Equal((float)(origin[i] + (0.75 * elected)), merged[i]);
        }
    }

    [Fact]
    public void Merging_DoesNotDependOnTheOrderOfModels()
    {
        var input = Input();
        var reversed = new MergeInput([.. input.Items.Reverse()], [.. input.Models.Reverse()], input.Base);
        Assert.Equal(Flat(new TiesMerge().Merge(input)), Flat(new TiesMerge().Merge(reversed)));
    }

    [Fact]
    public void Merging_EqualModels_GivesThem()
    {
        var input = Input();
        var same = new MergeInput(["1", "2"], [input.Models[0], input.Models[0].Clone()], input.Base);
        Assert.Equal(Flat(input.Models[0]), Flat(new AverageMerge().Merge(same)));
        Assert.Equal(Flat(input.Models[0]), Flat(new PaperTiesMerge().Merge(same)));
        AssertEqual([.. Flat(input.Models[0]).Select(value => (double)value)], new TiesMerge(new TiesOptions { Density = 1 }).Merge(same));
    }

    [Fact]
    public void Ties_WithoutBase_SaysWhatToDo()
    {
        var error = Assert.Throws<GwSmmException>(() => new TiesMerge().Merge(new MergeInput(["Q1", "Q2"], [Vector(1), Vector(2)])));
        Assert.Equal("TIES needs the base encoder that 'Q1', 'Q2' grew from, but none was given. Give it, or merge by average.", error.Message);
    }

    [Fact]
    public void MissingTensors_AreNamed()
    {
        var two = new EncoderWeights([new Tensor("v", [1], [1]), new Tensor("w", [1], [1])]);
        Assert.StartsWith("Tensor 'w' of item 'Q1' is missing in item 'Q2'.", Refused(["Q1", "Q2"], [two, Vector(1)]), StringComparison.Ordinal);
        Assert.StartsWith("Tensor 'w' of item 'Q2' is missing in item 'Q1'.", Refused(["Q1", "Q2"], [Vector(1), two]), StringComparison.Ordinal);
        Assert.StartsWith("Tensor 'w' of the base encoder is missing in item 'Q1'.", Refused(["Q1"], [Vector(1)], two), StringComparison.Ordinal);
    }

    [Fact]
    public void DifferentShapes_AreNamed() =>
        Assert.StartsWith("Tensor 'v' is [2] in item 'Q1' and [3] in item 'Q2'.", Refused(["Q1", "Q2"], [Vector(1, 2), Vector(1, 2, 3)]), StringComparison.Ordinal);

    [Fact]
    public void NaN_IsNamed() =>
        Assert.StartsWith("Tensor 'v' of item 'Q2' holds NaN at position 1", Refused(["Q1", "Q2"], [Vector(1, 2), Vector(1, float.NaN)]), StringComparison.Ordinal);

    [Fact]
    public void Parameters_AreChecked()
    {
        Assert.Contains("density is 0", Assert.Throws<GwSmmException>(() => new TiesMerge(new TiesOptions { Density = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("lambda is NaN", Assert.Throws<GwSmmException>(() => new TiesMerge(new TiesOptions { Lambda = double.NaN })).Message, StringComparison.Ordinal);
        Assert.Contains("item 'a' is -1", Assert.Throws<GwSmmException>(() => new AverageMerge(new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = -1 })).Message, StringComparison.Ordinal);
        var average = new AverageMerge(new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = 1 });
        Assert.Contains("Item 'b' has no merge weight", Assert.Throws<GwSmmException>(() => average.Merge(new MergeInput(["b"], [Vector(1)]))).Message, StringComparison.Ordinal);
        Assert.Contains("no merge method 'mean'", Assert.Throws<GwSmmException>(() => MergeMethods.Create("mean")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_KnowsEveryName() => Assert.All(MergeMethods.Names, name => Assert.Equal(name, MergeMethods.Create(name).Name));

    [Fact]
    public void TiesOptions_Defaults()
    {
        var options = new TiesOptions();
        Assert.Equal((0.2, 1.0, TrimScope.WholeModel), (options.Density, options.Lambda, options.Scope));
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.3)]
    [InlineData(0.77)]
    [InlineData(1)]
    public void MagnitudeSelection_EqualsSorting(double density)
    {
        var random = new GwSmm.Numerics.DeterministicRandom(3);
        float[] a = [.. Enumerable.Range(0, 5000).Select(_ => (float)random.NextGaussian())];
        float[] b = [.. Enumerable.Range(0, 5000).Select(i => i % 3 == 0 ? a[i] : (float)(random.NextGaussian() * 1e-3))];
        var sorted = a.Zip(b, (x, y) => Math.Abs(x - y)).OrderDescending().ToArray();
        var rank = Math.Max(1, (int)Math.Round(density * 5000, MidpointRounding.AwayFromZero));
        var expected = rank == 5000 ? 0 : sorted[rank - 1];
        EncoderWeights Split(float[] values) => new([new Tensor("v", [2000], values[..2000]), new Tensor("w", [3000], values[2000..])]);
        var source = new WeightsSource(new MergeInput(["1", "2"], [Split(a), Split(b)], Split(b)));
        Assert.Equal([expected, 0], MagnitudeSelection.Smallest(source, source.Tensors, density, 2, default).Select(BitConverter.UInt32BitsToSingle));
    }

    private static MergeInput Input()
    {
        var models = Values.GetProperty("models").EnumerateArray().Select(model => Weights([.. model.EnumerateArray().Select(e => (float)e.GetDouble())])).ToArray();
        return new MergeInput(["m0", "m1", "m2"], models, Weights([.. Values.Doubles("base").Select(value => (float)value)]));
    }

    private static EncoderWeights Weights(float[] flat) => new([new Tensor("a", [3, 4], flat[..12]), new Tensor("b", [5], flat[12..])]);

    private static EncoderWeights Vector(params float[] values) => new([new Tensor("v", [values.Length], values)]);

    private static float[] Flat(EncoderWeights weights) => [.. weights.Tensors.SelectMany(tensor => tensor.Data)];

    private static string Refused(string[] items, EncoderWeights[] models, EncoderWeights? origin = null) =>
        Assert.Throws<GwSmmException>(() => new MergeInput(items, models, origin)).Message;

    private static void AssertEqual(double[] expected, EncoderWeights actual)
    {
        var flat = Flat(actual);
        Assert.Equal(expected.Length, flat.Length);
        Assert.All(expected.Zip(flat), pair => Assert.Equal(pair.First, pair.Second, 3e-7));
    }
}
