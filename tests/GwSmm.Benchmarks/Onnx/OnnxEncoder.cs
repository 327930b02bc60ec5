using GwSmm.Encoders;

namespace GwSmm.Benchmarks.Onnx;

/// <summary>
/// An encoder with mean pooling as an ONNX model, in the operators that ONNX Runtime's own transformer optimiser produces: the form
/// in which it is fastest. Inputs: tokens and mask [batch, length], whole numbers, and pooling weights [batch, 1, length].
/// </summary>
internal sealed class OnnxEncoder
{
    private readonly OnnxGraph _graph = new();
    private readonly EncoderConfig _config;
    private readonly EncoderWeights _weights;
    private readonly bool _bytes;
    private readonly (string, object)[] _epsilon;

    private OnnxEncoder(EncoderConfig config, EncoderWeights weights, bool bytes)
    {
        (_config, _weights, _bytes) = (config, weights, bytes);
        _epsilon = [("epsilon", (float)config.LayerNormEpsilon)];
    }

    /// <summary>Writes the model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="bytes">Whether dense layers are quantised dynamically: bytes with one scale per output, and one range per activation tensor.</param>
    public static void Save(string path, EncoderConfig config, EncoderWeights weights, bool bytes) => new OnnxEncoder(config, weights, bytes).Build(path);

    private void Build(string path)
    {
        var tokens = _graph.Input("tokens", false, "batch", "length");
        var mask = _graph.Input("mask", false, "batch", "length");
        var pooling = _graph.Input("pooling", true, "batch", "one", "length");
        var embedded = _graph.Node(
            "EmbedLayerNormalization", OnnxGraph.Contributed,
            [
                tokens, string.Empty, Tensor("embeddings.word_embeddings.weight"), Tensor("embeddings.position_embeddings.weight"), string.Empty,
                Tensor("embeddings.LayerNorm.weight"), Tensor("embeddings.LayerNorm.bias"), mask,
            ],
            2, _epsilon);
        var (hidden, lengths) = (embedded[0], embedded[1]);
        for (var layer = 0; layer < _config.LayerCount; layer++)
        {
            hidden = Layer($"encoder.layer.{layer}.", hidden, lengths);
        }

        var features = _graph.Node("MatMul", string.Empty, [pooling, hidden])[0];
        _graph.Output(features, "batch", "one", "hidden");
        _graph.Save(path);
    }

    private string Layer(string prefix, string hidden, string lengths)
    {
        var attended = Attention(prefix, hidden, lengths);
        attended = Normalise(prefix + "attention.output.LayerNorm", Product(prefix + "attention.output.dense", attended), hidden, prefix + "attention.output.dense");
        var wide = Product(prefix + "intermediate.dense", attended);
        wide = _graph.Node("BiasGelu", OnnxGraph.Contributed, [wide, Tensor(prefix + "intermediate.dense.bias")])[0];
        return Normalise(prefix + "output.LayerNorm", Product(prefix + "output.dense", wide), attended, prefix + "output.dense");
    }

    private string Normalise(string norm, string input, string skip, string dense) => _graph.Node(
        "SkipLayerNormalization", OnnxGraph.Contributed, [input, skip, Tensor(norm + ".weight"), Tensor(norm + ".bias"), Tensor(dense + ".bias")], 1, _epsilon)[0];

    private string Attention(string prefix, string hidden, string lengths)
    {
        var size = _config.HiddenSize;
        string[] names = [.. new[] { "query", "key", "value" }.Select(name => prefix + "attention.self." + name)];
        float[] weight = [.. names.SelectMany(name => _weights[name + ".weight"].Data)];
        var bias = _graph.Constant([.. names.SelectMany(name => _weights[name + ".bias"].Data)], 3 * size);
        (string, object)[] heads = [("num_heads", (long)_config.HeadCount)];
        if (!_bytes)
        {
            return _graph.Node("Attention", OnnxGraph.Contributed, [hidden, _graph.Constant(Transpose(weight, size), size, 3 * size), bias, lengths], 1, heads)[0];
        }

        var input = _graph.Node("DynamicQuantizeLinear", string.Empty, [hidden], 3);
        var (values, scales) = Quantise(weight, size);
        return _graph.Node(
            "QAttention", OnnxGraph.Contributed,
            [
                input[0], _graph.Constant(Transpose(values, size), size, 3 * size), bias, input[1], _graph.Constant(scales, 3 * size), lengths, input[2],
                _graph.Constant(new sbyte[3 * size], 3 * size),
            ],
            1, heads)[0];
    }

    private string Product(string dense, string input)
    {
        var weight = _weights[dense + ".weight"];
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        if (!_bytes)
        {
            return _graph.Node("MatMul", string.Empty, [input, _graph.Constant(Transpose(weight.Data, inputs), inputs, outputs)])[0];
        }

        var (values, scales) = Quantise(weight.Data, inputs);
        return _graph.Node(
            "DynamicQuantizeMatMul", OnnxGraph.Contributed,
            [input, _graph.Constant(Transpose(values, inputs), inputs, outputs), _graph.Constant(scales, outputs), _graph.Constant(new sbyte[outputs], outputs)])[0];
    }

    private string Tensor(string name)
    {
        var tensor = _weights[name];
        var values = (float[])tensor.Data.Clone();
        if (name.Contains("position_embeddings", StringComparison.Ordinal) && _config.TokenTypeCount > 0)
        {
            // All tokens are of type 0: its embedding is part of every position.
            var type = _weights["embeddings.token_type_embeddings.weight"].Data;
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += type[i % tensor.Shape[1]];
            }
        }

        return _graph.Constant(values, [.. tensor.Shape]);
    }

    private static (sbyte[] Values, float[] Scales) Quantise(float[] weight, int inputs)
    {
        var (values, scales) = (new sbyte[weight.Length], new float[weight.Length / inputs]);
        for (var output = 0; output < scales.Length; output++)
        {
            var row = weight.AsSpan(output * inputs, inputs);
            scales[output] = row.ToArray().Max(MathF.Abs) / 127;
            for (var i = 0; i < inputs; i++)
            {
                values[(output * inputs) + i] = (sbyte)MathF.Round(row[i] / scales[output]);
            }
        }

        return (values, scales);
    }

    private static T[] Transpose<T>(T[] values, int columns)
    {
        var rows = values.Length / columns;
        var result = new T[values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return result;
    }
}
