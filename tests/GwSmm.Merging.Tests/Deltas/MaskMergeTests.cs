using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public class MaskMergeTests
{
    private const string Matrix = "encoder.layer.0.intermediate.dense.weight";
    private const string Bias = "encoder.layer.0.intermediate.dense.bias";
    private static readonly BaseEncoder Origin = TinyModels.Base();
    private static readonly string[] Items = ["1", "2", "3"];
    private static readonly MergeInput Input = new(Items, [.. Items.Select(item => TinyModels.Model(item, Origin).Weights)], Origin.Weights);

    [Fact]
    public void Emr_elects_signs_and_magnitudes_masks_and_rescales()
    {
        var merge = new EmrMerge(halfPrecision: false).Merge(Input);
        var tasks = Input.Models.Select(Task).ToArray();
        var names = Origin.Weights.Tensors.Where(tensor => tensor.Shape.Count == 2).Select(tensor => tensor.Name).ToArray();
        var unified = names.ToDictionary(name => name, name => Enumerable.Range(0, tasks[0][name].Length).Select(i =>
        {
            var values = tasks.Select(task => (double)task[name][i]).ToArray();
            var sign = Math.Sign(values.Sum());
            return sign * values.Where(value => Math.Sign(value) == sign).Select(Math.Abs).DefaultIfEmpty().Max();
        }).ToArray(), StringComparer.Ordinal);
        for (var m = 0; m < 3; m++)
        {
            var applied = merge.Deltas[Items[m]].ApplyTo(merge.Shared);
            var (magnitude, masked) = (0.0, 0.0);
            foreach (var (name, i) in names.SelectMany(name => Enumerable.Range(0, unified[name].Length).Select(i => (name, i))))
            {
                magnitude += Math.Abs((double)tasks[m][name][i]);
                masked += tasks[m][name][i] * unified[name][i] > 0 ? Math.Abs(unified[name][i]) : 0;
            }

            foreach (var name in names)
            {
                Assert.All(Enumerable.Range(0, unified[name].Length), i => Assert.Equal(
                    Origin.Weights[name].Data[i] + (tasks[m][name][i] * unified[name][i] > 0 ? magnitude / masked * unified[name][i] : 0), applied[name].Data[i], 1e-6));
            }

            Assert.All(applied[Bias].Data.Zip(Input.Models[m][Bias].Data), pair => Assert.Equal(pair.Second, pair.First, 1e-7));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void Tall_masks_keep_what_is_large_beside_the_others(double lambda)
    {
        var merge = new TallMaskMerge(new TallMaskOptions { Lambdas = [lambda], HalfPrecision = false }).Merge(Input);
        var tasks = Input.Models.Select(Task).ToArray();
        for (var m = 0; m < 3; m++)
        {
            var applied = merge.Deltas[Items[m]].ApplyTo(merge.Shared)[Matrix].Data;
            Assert.All(Enumerable.Range(0, applied.Length), i =>
            {
                var sum = (float)tasks.Sum(task => (double)task[Matrix][i]);
                var keeps = Math.Abs(tasks[m][Matrix][i]) >= lambda * Math.Abs(sum - tasks[m][Matrix][i]);
                Assert.Equal(Origin.Weights[Matrix].Data[i] + (keeps ? sum : 0), applied[i], 1e-6);
            });
        }
    }

    [Fact]
    public void The_lambda_of_the_smallest_error_is_chosen()
    {
        double[] lambdas = [0.1, 0.5, 1, 5];
        double Error(params double[] some)
        {
            var merge = new TallMaskMerge(new TallMaskOptions { Lambdas = some, HalfPrecision = false }).Merge(Input);
            return merge.Deltas["2"].ApplyTo(merge.Shared).Tensors.Sum(tensor => tensor.Data.Zip(Input.Models[1][tensor.Name].Data, (a, b) => Math.Pow(a - (double)b, 2)).Sum());
        }

        Assert.Equal(lambdas.Min(lambda => Error(lambda)), Error(lambdas), 1e-9);
    }

    [Fact]
    public void One_item_is_kept_whole()
    {
        var alone = new MergeInput(["1"], [Input.Models[0]], Origin.Weights);
        foreach (var method in new IDeltaMergeMethod[] { new EmrMerge(false), new TallMaskMerge(new TallMaskOptions { HalfPrecision = false }) })
        {
            var merge = method.Merge(alone);
            Assert.All(merge.Deltas["1"].ApplyTo(merge.Shared).Tensors, tensor => Assert.All(
                tensor.Data.Zip(Input.Models[0][tensor.Name].Data), pair => Assert.Equal(pair.Second, pair.First, 1e-6)));
        }
    }

    [Fact]
    public void Groups_of_masks_store_the_base_once_and_each_vector_once()
    {
        var second = new MergeInput(["4", "5"], [TinyModels.Model("4", Origin).Weights, TinyModels.Model("5", Origin).Weights], Origin.Weights);
        var template = TinyModels.Merged();
        MergedGroup[] groups = [.. new[] { Input, second }.Select(input =>
        {
            var merge = new EmrMerge().Merge(input);
            return new MergedGroup(input.Items, merge.Shared, input.Items.ToDictionary(item => item, _ => template.HeadOf("1"), StringComparer.Ordinal), "emr", merge.Deltas);
        })];
        var model = new MergedModel(Origin.Config, Origin.Vocabulary, Origin.LowerCase, template.Features, groups, template.Provenance);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        var read = MergedModel.Load(stream);

        var matrices = Origin.Weights.Tensors.Where(tensor => tensor.Shape.Count == 2).Sum(tensor => tensor.Data.Length);
        var others = Origin.Weights.ParameterCount - matrices;
        var heads = 5 * 4 * (template.HeadOf("1").Weight.Length + template.HeadOf("1").Bias.Length);
        var masks = Origin.Weights.Tensors.Where(tensor => tensor.Shape.Count == 2).Sum(tensor => (tensor.Shape[0] * ((tensor.Shape[1] + 7) / 8)) + 4);
        Assert.Equal((4 * Origin.Weights.ParameterCount) + (2 * 2 * matrices) + (5 * (masks + (4 * others))) + heads, model.ParameterBytes);
        Assert.Equal(model.ParameterBytes, read.ParameterBytes);
        string[] texts = ["osmosis moves water", "salt"];
        Assert.All(model.Items, item => Assert.Equal(new MergedScorer(model, 1).Logits(item, texts), new MergedScorer(read, 1).Logits(item, texts)));
    }

    [Fact]
    public void Options_have_documented_defaults_and_ranges()
    {
        var options = new TallMaskOptions();
        Assert.Equal([0.2, 0.3, 0.4, 0.5, 0.6], options.Lambdas);
        Assert.Equal((1, true), (options.Scale, options.HalfPrecision));
        Assert.Throws<GwSmmException>(() => new TallMaskMerge(options with { Lambdas = [] }));
        Assert.Throws<GwSmmException>(() => new TallMaskMerge(options with { Lambdas = [double.NaN] }));
        Assert.Throws<GwSmmException>(() => new TallMaskMerge(options with { Scale = 0 }));
    }

    [Fact]
    public void A_missing_base_is_named()
    {
        var input = new MergeInput(Items, Input.Models);
        Assert.Contains("'emr' needs the base encoder", Assert.Throws<GwSmmException>(() => new EmrMerge().Merge(input)).Message, StringComparison.Ordinal);
        Assert.Contains("'tall' needs the base encoder", Assert.Throws<GwSmmException>(() => new TallMaskMerge().Merge(input)).Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, float[]> Task(EncoderWeights model) => model.Tensors.ToDictionary(
        tensor => tensor.Name, tensor => tensor.Data.Zip(Origin.Weights[tensor.Name].Data, (a, b) => a - b).ToArray(), StringComparer.Ordinal);
}
