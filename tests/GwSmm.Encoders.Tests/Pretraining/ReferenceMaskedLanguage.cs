namespace GwSmm.Encoders.Tests;

/// <summary>The readable twin of the masked-language-model head: one masked token at a time, in double precision, loops only.</summary>
internal sealed class ReferenceMaskedLanguage(EncoderConfig config, IReadOnlyDictionary<string, double[]> weights)
{
    private const string Prefix = "cls.predictions.";
    private readonly ReferenceEncoder _encoder = new(config, weights);

    /// <summary>Sums the cross-entropies of the tokens of one sequence that are to be predicted.</summary>
    public double Loss(int[] tokens, IReadOnlyDictionary<int, int> targets)
    {
        var states = _encoder.Hidden(tokens, config.LayerCount);
        var dense = _encoder.Dense(states, Prefix + "transform.dense");
        for (var i = 0; i < dense.GetLength(0); i++)
        {
            for (var j = 0; j < config.HiddenSize; j++)
            {
                dense[i, j] *= 0.5 * (1 + ReferenceEncoder.Erf(dense[i, j] / Math.Sqrt(2)));
            }
        }

        var normed = _encoder.Norm(dense, Prefix + "transform.LayerNorm");
        var words = weights["embeddings.word_embeddings.weight"];
        var sum = 0.0;
        foreach (var (row, target) in targets)
        {
            var logits = Enumerable.Range(0, config.VocabularySize)
                .Select(token => weights[Prefix + "bias"][token] + Enumerable.Range(0, config.HiddenSize).Sum(i => words[(token * config.HiddenSize) + i] * normed[row, i]))
                .ToArray();
            sum += Math.Log(logits.Sum(Math.Exp)) - logits[target];
        }

        return sum;
    }
}
