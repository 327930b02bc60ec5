using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>
/// Runs the body of a fine-tuned BERT that was saved without embeddings, between random ones, on the fast kernels and on the readable ones.
/// </summary>
internal static class BodyCheck
{
    private const int Words = 1000;
    private const double Tolerance = 1e-5;
    private const string Prefix = "bert.";

    /// <summary>Prints the largest difference of hidden states for each file; stops where it is too large or a number is not finite.</summary>
    /// <param name="files">safetensors with two layers of width 128 each.</param>
    public static void Print(IEnumerable<string> files)
    {
        var config = EncoderConfig.Tiny(Words);
        var random = new DeterministicRandom(1);
        int[][] sequences = [.. Enumerable.Range(1, 40).Select(length => Enumerable.Range(0, length).Select(_ => random.Next(Words)).ToArray())];
        foreach (var file in files)
        {
            var weights = Weights(config, file);
            var parameters = new EncoderParameters(config, weights);
            InferenceLayer[] layers = [.. parameters.Layers.Select(layer => new InferenceLayer(layer, EncoderPrecision.Float32))];
            var expected = Run(new ReferencePanelKernels());
            var found = Run(PanelKernels.Best);
            var largest = expected.Max(Math.Abs);
            var difference = expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() / largest;
            Console.WriteLine(FormattableString.Invariant($"{Path.GetFileName(file)}: largest hidden state {largest:F2}, largest difference {difference:0.0e0} of it."));
            if (!(difference <= Tolerance))
            {
                throw new GwSmmException($"File '{file}': the kernels differ by {difference} of the largest hidden state; expected at most {Tolerance}.");
            }

            float[] Run(IPanelKernels kernels)
            {
                var batch = new TokenBatch();
                batch.Load(sequences, [.. Enumerable.Range(0, sequences.Length)]);
                var states = new InferencePass(kernels).Forward(parameters, layers.Length, layer => layers[layer], batch, 1);
                return states[..(batch.TokenCount * config.HiddenSize)];
            }
        }
    }

    private static EncoderWeights Weights(EncoderConfig config, string file)
    {
        using var reader = SafetensorsReader.Open(file);
        var start = BaseEncoder.Create(config, Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]"], "benchmark"), 1).Weights;
        return new EncoderWeights(start.Tensors.Select(tensor => reader.Entries.ContainsKey(Prefix + tensor.Name) ? reader.Read(Prefix + tensor.Name, tensor.Name) : tensor));
    }
}
