namespace GwSmm.Encoders.Tests;

/// <summary>The readable twin of the encoder: one sequence at a time, in double precision, loops only. Weights by Hugging Face name.</summary>
internal sealed class ReferenceEncoder(EncoderConfig config, IReadOnlyDictionary<string, double[]> weights)
{
    /// <summary>Multiplies an activation by a dropout mask: values [rows, channels], place; for attention, also the head.</summary>
    public Action<double[,], int, int>? Mask { get; init; }

    public static Dictionary<string, double[]> ToDouble(EncoderWeights weights) =>
        weights.Tensors.ToDictionary(tensor => tensor.Name, tensor => Array.ConvertAll(tensor.Data, value => (double)value), StringComparer.Ordinal);

    public double[] Features(int[] tokens, Pooling pooling, int layers)
    {
        var states = Hidden(tokens, layers);
        var width = config.HiddenSize;
        var first = Enumerable.Range(0, width).Select(i => states[0, i]).ToArray();
        return pooling switch
        {
            Pooling.Mean => [.. Enumerable.Range(0, width).Select(i => Enumerable.Range(0, tokens.Length).Average(row => states[row, i]))],
            Pooling.Cls => first,
            _ => [.. Enumerable.Range(0, width).Select(i =>
                Pooled(weights["pooler.dense.bias"][i] + Enumerable.Range(0, width).Sum(j => weights["pooler.dense.weight"][(i * width) + j] * first[j])))],
        };
    }

    private double Pooled(double x) => config.PoolerActivation switch
    {
        PoolerActivation.Relu => Math.Max(x, 0),
        PoolerActivation.Gelu => Gelu(x),
        _ => Math.Tanh(x),
    };

    private double Activated(double x) => config.Activation == HiddenActivation.Gelu
        ? Gelu(x)
        : 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    private static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

    public double[,] Hidden(int[] tokens, int layers)
    {
        var width = config.EmbeddingSize ?? config.HiddenSize;
        var x = new double[tokens.Length, width];
        for (var row = 0; row < tokens.Length; row++)
        {
            for (var i = 0; i < width; i++)
            {
                x[row, i] = weights["embeddings.word_embeddings.weight"][(tokens[row] * width) + i]
                    + weights["embeddings.position_embeddings.weight"][(row * width) + i] + (config.TokenTypeCount > 0 ? weights["embeddings.token_type_embeddings.weight"][i] : 0);
            }
        }

        x = Norm(x, "embeddings.LayerNorm");
        Mask?.Invoke(x, DropoutPlace.Embedding, 0);
        x = width == config.HiddenSize ? x : Dense(x, "embeddings_project");
        for (var layer = 0; layer < layers; layer++)
        {
            x = Layer(x, layer);
        }

        return x;
    }

    private double[,] Layer(double[,] x, int layer)
    {
        var prefix = $"encoder.layer.{layer}.";
        var (query, key, value) = (Dense(x, prefix + "attention.self.query"), Dense(x, prefix + "attention.self.key"), Dense(x, prefix + "attention.self.value"));
        var (length, width) = (x.GetLength(0), config.HiddenSize / config.HeadCount);
        var context = new double[length, config.HiddenSize];
        for (var head = 0; head < config.HeadCount; head++)
        {
            var probabilities = new double[length, length];
            for (var i = 0; i < length; i++)
            {
                var scores = new double[length];
                for (var j = 0; j < length; j++)
                {
                    for (var c = head * width; c < (head + 1) * width; c++)
                    {
                        scores[j] += query[i, c] * key[j, c] / Math.Sqrt(width);
                    }
                }

                var sum = scores.Sum(Math.Exp);
                for (var j = 0; j < length; j++)
                {
                    probabilities[i, j] = Math.Exp(scores[j]) / sum;
                }
            }

            Mask?.Invoke(probabilities, DropoutPlace.Probabilities(layer), head);
            for (var i = 0; i < length; i++)
            {
                for (var c = head * width; c < (head + 1) * width; c++)
                {
                    for (var j = 0; j < length; j++)
                    {
                        context[i, c] += probabilities[i, j] * value[j, c];
                    }
                }
            }
        }

        var attention = Dense(context, prefix + "attention.output.dense");
        Mask?.Invoke(attention, DropoutPlace.Attention(layer), 0);
        var h = Norm(Sum(attention, x), prefix + "attention.output.LayerNorm");
        var wide = Dense(h, prefix + "intermediate.dense");
        for (var i = 0; i < length; i++)
        {
            for (var c = 0; c < config.IntermediateSize; c++)
            {
                wide[i, c] = Activated(wide[i, c]);
            }
        }

        var output = Dense(wide, prefix + "output.dense");
        Mask?.Invoke(output, DropoutPlace.FeedForward(layer), 0);
        return Norm(Sum(output, h), prefix + "output.LayerNorm");
    }

    public double[,] Dense(double[,] x, string name)
    {
        var (weight, bias) = (weights[name + ".weight"], weights[name + ".bias"]);
        var (rows, inputs) = (x.GetLength(0), x.GetLength(1));
        var y = new double[rows, bias.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var o = 0; o < bias.Length; o++)
            {
                y[row, o] = bias[o];
                for (var i = 0; i < inputs; i++)
                {
                    y[row, o] += weight[(o * inputs) + i] * x[row, i];
                }
            }
        }

        return y;
    }

    public double[,] Norm(double[,] x, string name)
    {
        var (rows, width) = (x.GetLength(0), x.GetLength(1));
        var y = new double[rows, width];
        for (var row = 0; row < rows; row++)
        {
            var values = Enumerable.Range(0, width).Select(i => x[row, i]).ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) + config.LayerNormEpsilon);
            for (var i = 0; i < width; i++)
            {
                y[row, i] = ((values[i] - mean) / deviation * weights[name + ".weight"][i]) + weights[name + ".bias"][i];
            }
        }

        return y;
    }

    private static double[,] Sum(double[,] a, double[,] b)
    {
        var sum = (double[,])a.Clone();
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < a.GetLength(1); j++)
            {
                sum[i, j] += b[i, j];
            }
        }

        return sum;
    }

    /// <summary>Power series times exp(-x^2).</summary>
    public static double Erf(double x)
    {
        // All terms have one sign, so nothing cancels; beyond 6, erf is 1 to 2e-17.
        if (Math.Abs(x) > 6)
        {
            return Math.Sign(x);
        }

        var (term, sum) = (x, x);
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
