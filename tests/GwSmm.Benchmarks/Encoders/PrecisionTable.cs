using System.Numerics.Tensors;
using GwSmm.Encoders;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>What bytes cost in accuracy, on a model and texts of one's own.</summary>
internal static class PrecisionTable
{
    private const int MostTexts = 500;

    /// <summary>Prints how far features in bytes are from those in single precision.</summary>
    /// <param name="directory">A Hugging Face directory.</param>
    /// <param name="texts">A file with one text a line.</param>
    public static void Print(string directory, string texts)
    {
        var model = BaseEncoder.Load(directory);
        string[] lines = [.. File.ReadLines(texts).Where(line => line.Length > 0).Take(MostTexts)];
        var (single, bytes) = (Encode(EncoderPrecision.Float32), Encode(EncoderPrecision.Int8));
        var width = model.Config.HiddenSize;
        float[] cosines = [.. lines.Select((_, i) => TensorPrimitives.CosineSimilarity<float>(single.AsSpan(i * width, width), bytes.AsSpan(i * width, width)))];
        Console.WriteLine(
            $"{lines.Length} texts: cosine at least {cosines.Min():F5}, on average {cosines.Average():F5}; largest difference {single.Zip(bytes, (a, b) => Math.Abs(a - b)).Max():F4} "
            + $"where the largest feature is {single.Max(Math.Abs):F3}.");

        float[] Encode(EncoderPrecision precision) =>
            new TextEncoder(model.Config, model.Weights, new TextTokenizer(model.Vocabulary, model.LowerCase), new FeatureOptions(), 0, precision).Encode(lines);
    }
}
