using System.Text.Json;

namespace GwSmm.Encoders.Tests;

/// <summary>Features, loss and all gradients against PyTorch; see tests/Golden/encoder/README.md.</summary>
public class GoldenGradientTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "encoder");

    [Theory]
    [InlineData(0, Pooling.Mean, 2, HeadKind.MultiClass)]
    [InlineData(1, Pooling.Cls, 2, HeadKind.MultiLabel)]
    [InlineData(2, Pooling.Pooler, 1, HeadKind.MultiClass)]
    public void EqualsPyTorch(int index, Pooling pooling, int layer, HeadKind kind)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "bert-gradients.json")));
        var root = document.RootElement;
        using var file = SafetensorsReader.Open(Path.Combine(Folder, "bert-gradients.safetensors"));
        var config = new EncoderConfig { VocabularySize = 44, HiddenSize = 32, LayerCount = 2, HeadCount = 2, IntermediateSize = 64, MaxPositions = 16, HasPooler = true };
        var weights = new EncoderWeights(EncoderLayout.Tensors(config).Select(entry => file.Read("w/" + entry.Name, entry.Name)));
        var head = new DenseParameters(file.Read("w/classifier.weight").Data, file.Read("w/classifier.bias").Data);
        var features = new FeatureOptions { Pooling = pooling, Layer = layer, MaxTokens = 16 };
        var sequences = root.GetProperty("sequences").Deserialize<int[][]>()!;
        var network = new ScoringNetwork(config, weights, head, features, 2);

        var encoded = new BertEncoder(config, weights, 2).Encode(sequences, features);
        AssertClose("features", file.Read($"{index}/features").Data, encoded, 0);

        var loss = network.AddGradients(new TrainingExamples(sequences, Responses(root, kind)), [0, 1, 2, 3, 4], null) / sequences.Length;
        Assert.Equal(root.GetProperty("cases")[index].GetProperty("loss").GetDouble(), loss, 1e-5);
        var found = network.Gradients.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Data, StringComparer.Ordinal);
        found["classifier.weight"] = network.HeadGradient.Weight;
        found["classifier.bias"] = network.HeadGradient.Bias;
        var largest = found.Values.SelectMany(data => data).Max(Math.Abs);
        foreach (var (name, gradient) in found)
        {
            var stored = $"{index}/g/{name}";
            if (file.Entries.ContainsKey(stored))
            {
                AssertClose(name, file.Read(stored).Data, gradient, largest * 1e-6);
            }
            else
            {
                Assert.All(gradient, value => Assert.Equal(0, value));
            }
        }
    }

    private static ResponseSet Responses(JsonElement root, HeadKind kind)
    {
        string[] texts = ["a", "b", "c", "d", "e"];
        return kind == HeadKind.MultiClass
            ? ResponseSet.MultiClass("Q", texts, [.. root.GetProperty("classes").Deserialize<int[]>()!.Select(label => label.ToString())])
            : ResponseSet.MultiLabel("Q", texts, ["0", "1", "2", "3"], [.. root.GetProperty("flags").Deserialize<bool[][]>()!.SelectMany(row => row)]);
    }

    /// <summary>Relative to the norm of the tensor; the floor is for gradients that are zero in exact arithmetic.</summary>
    private static void AssertClose(string name, float[] expected, float[] actual, double floor)
    {
        Assert.Equal(expected.Length, actual.Length);
        var norm = Math.Sqrt(expected.Sum(value => (double)value * value));
        var error = Math.Sqrt(expected.Zip(actual).Sum(pair => Math.Pow((double)pair.First - pair.Second, 2)));
        Assert.True(error <= (1e-5 * norm) + floor, $"{name}: error {error:G3} at norm {norm:G3}");
    }
}
