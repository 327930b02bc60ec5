namespace GwSmm.Encoders.Tests;

/// <summary>Gradients of the fast single-precision path against central differences of the double-precision twin, for every parameter.</summary>
public class FiniteDifferenceTests
{
    [Theory]
    [InlineData(Pooling.Mean, null, HeadKind.MultiClass, 0.0)]
    [InlineData(Pooling.Cls, null, HeadKind.MultiLabel, 0.0)]
    [InlineData(Pooling.Pooler, null, HeadKind.MultiClass, 0.0)]
    [InlineData(Pooling.Mean, 1, HeadKind.MultiLabel, 0.0)]
    [InlineData(Pooling.Mean, 0, HeadKind.MultiClass, 0.0)]
    [InlineData(Pooling.Mean, null, HeadKind.MultiClass, 0.3)]
    [InlineData(Pooling.Pooler, null, HeadKind.MultiLabel, 0.3)]
    public void EveryParameter(Pooling pooling, int? layer, HeadKind kind, double rate) => Check(Networks.Config, pooling, layer, kind, rate);

    [Theory]
    [InlineData(6, 0, HiddenActivation.Gelu, PoolerActivation.Tanh, Pooling.Mean, null, 0.0)]
    [InlineData(10, 1, HiddenActivation.GeluTanh, PoolerActivation.Gelu, Pooling.Pooler, null, 0.0)]
    [InlineData(6, 2, HiddenActivation.GeluTanh, PoolerActivation.Relu, Pooling.Pooler, null, 0.3)]
    [InlineData(8, 0, HiddenActivation.Gelu, PoolerActivation.Relu, Pooling.Pooler, 1, 0.0)]
    [InlineData(10, 0, HiddenActivation.Gelu, PoolerActivation.Tanh, Pooling.Cls, 0, 0.3)]
    public void EveryParameterOfOtherFamilies(
        int embedding, int types, HiddenActivation activation, PoolerActivation poolerActivation, Pooling pooling, int? layer, double rate) =>
        Check(
            Networks.Config with { EmbeddingSize = embedding, TokenTypeCount = types, Activation = activation, PoolerActivation = poolerActivation },
            pooling, layer, HeadKind.MultiClass, rate);

    private static void Check(EncoderConfig config, Pooling pooling, int? layer, HeadKind kind, double rate)
    {
        var features = new FeatureOptions { Pooling = pooling, Layer = layer, MaxTokens = 7 };
        var network = Networks.Network(features, config: config);
        var responses = Networks.Responses(kind);
        var examples = new TrainingExamples(Networks.Sequences, responses);
        var dropout = rate == 0 ? null : new DropoutPlan(rate, rate, 99);
        var loss = network.AddGradients(examples, [0, 1, 2, 3], dropout) / 4;

        var weights = ReferenceEncoder.ToDouble(network.Weights);
        weights["head.weight"] = Array.ConvertAll(network.Head.Weight, value => (double)value);
        weights["head.bias"] = Array.ConvertAll(network.Head.Bias, value => (double)value);
        double Reference() => ReferenceLoss(config, weights, features, responses, dropout);
        Assert.Equal(Reference(), loss, 1e-6);

        var gradients = network.Gradients.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Data, StringComparer.Ordinal);
        gradients["head.weight"] = network.HeadGradient.Weight;
        gradients["head.bias"] = network.HeadGradient.Bias;
        var scale = gradients.Values.SelectMany(data => data).Max(Math.Abs);
        foreach (var (name, values) in weights)
        {
            for (var i = 0; i < values.Length; i++)
            {
                const double Step = 1e-5;
                var kept = values[i];
                values[i] = kept + Step;
                var above = Reference();
                values[i] = kept - Step;
                var below = Reference();
                values[i] = kept;
                var expected = (above - below) / (2 * Step);
                Assert.True(
                    Math.Abs(expected - gradients[name][i]) <= 1e-5 * Math.Max(scale, Math.Abs(expected)), $"{name}[{i}]: {gradients[name][i]:R}, expected {expected:R}");
            }
        }
    }

    private static double ReferenceLoss(EncoderConfig config, Dictionary<string, double[]> weights, FeatureOptions options, ResponseSet responses, DropoutPlan? dropout)
    {
        var (count, width, labels) = (Networks.Sequences.Length, config.HiddenSize, responses.Labels.Count);
        var pooledMask = Ones(count * width);
        dropout?.Hidden(pooledMask, width, 0, count, DropoutPlace.Features);
        var (loss, start) = (0.0, 0);
        for (var s = 0; s < count; s++)
        {
            var (sequence, first) = (s, start);
            var encoder = new ReferenceEncoder(config, weights) { Mask = dropout is null ? null : (values, place, head) => Mask(dropout, values, place, head, sequence, first) };
            var features = encoder.Features(Networks.Sequences[s], options.Pooling, options.Layer ?? config.LayerCount);
            var logits = Enumerable.Range(0, labels)
                .Select(label => weights["head.bias"][label] + Enumerable.Range(0, width).Sum(i => weights["head.weight"][(label * width) + i] * features[i] * pooledMask[(s * width) + i]))
                .ToArray();
            loss += responses.Kind == HeadKind.MultiClass
                ? Math.Log(logits.Sum(Math.Exp)) - logits[responses.Classes[s]]
                : Enumerable.Range(0, labels).Average(label => Math.Log(1 + Math.Exp(responses.Flags[(s * labels) + label] ? -logits[label] : logits[label])));
            start += Networks.Sequences[s].Length;
        }

        return loss / count;
    }

    /// <summary>The mask of the fast path, which numbers rows over the whole batch and attention by sequence and head.</summary>
    private static void Mask(DropoutPlan dropout, double[,] values, int place, int head, int sequence, int firstRow)
    {
        var (rows, columns) = (values.GetLength(0), values.GetLength(1));
        var isAttention = place >= 4 && place % 4 == 0;
        var mask = Ones(isAttention ? rows * columns : Networks.Sequences.Sum(tokens => tokens.Length) * columns);
        if (isAttention)
        {
            dropout.Attention(mask, place, (sequence * Networks.Config.HeadCount) + head);
        }
        else
        {
            dropout.Hidden(mask, columns, 0, mask.Length / columns, place);
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                values[i, j] *= mask[((isAttention ? i : firstRow + i) * columns) + j];
            }
        }
    }

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        Array.Fill(ones, 1f);
        return ones;
    }
}
