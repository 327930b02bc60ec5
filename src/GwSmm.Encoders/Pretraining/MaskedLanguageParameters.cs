using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// The arrays of the masked-language-model head, or those of its gradient; the decoder's weight is the word embedding itself. Tensor names
/// are those of a Hugging Face <c>BertForMaskedLM</c>.
/// </summary>
/// <param name="Transform">Dense layer before the decoder [hidden, hidden].</param>
/// <param name="Norm">Normalises after its GELU.</param>
/// <param name="Bias">Bias of the decoder [vocabulary].</param>
internal sealed record MaskedLanguageParameters(DenseParameters Transform, NormParameters Norm, float[] Bias)
{
    private const string Prefix = "cls.predictions.";

    /// <summary>Parameters of value 0.</summary>
    public static MaskedLanguageParameters Zero(int hidden, int vocabulary) => new(
        new DenseParameters(new float[hidden * hidden], new float[hidden]), new NormParameters(new float[hidden], new float[hidden]), new float[vocabulary]);

    /// <summary>
    /// Draws a head as BERT does. The decoder's bias starts at the logarithm of each token's frequency, so that no step is spent on learning
    /// which tokens are common.
    /// </summary>
    /// <param name="hidden">Channels.</param>
    /// <param name="frequencies">How often each token occurs [vocabulary].</param>
    /// <param name="seed">Any number.</param>
    public static MaskedLanguageParameters Create(int hidden, long[] frequencies, ulong seed)
    {
        var head = Zero(hidden, frequencies.Length);
        var random = new DeterministicRandom(DeterministicRandom.Derive(seed, "masked language head"));
        foreach (ref var weight in head.Transform.Weight.AsSpan())
        {
            weight = (float)(0.02 * random.NextGaussian());
        }

        Array.Fill(head.Norm.Scale, 1f);
        var total = (double)frequencies.Sum() + frequencies.Length;
        for (var i = 0; i < frequencies.Length; i++)
        {
            head.Bias[i] = (float)Math.Log((frequencies[i] + 1) / total);
        }

        return head;
    }

    /// <summary>The tensors over the same arrays.</summary>
    public IEnumerable<Tensor> Tensors()
    {
        var hidden = Norm.Scale.Length;
        yield return new Tensor(Prefix + "transform.dense.weight", [hidden, hidden], Transform.Weight);
        yield return new Tensor(Prefix + "transform.dense.bias", [hidden], Transform.Bias);
        yield return new Tensor(Prefix + "transform.LayerNorm.weight", [hidden], Norm.Scale);
        yield return new Tensor(Prefix + "transform.LayerNorm.bias", [hidden], Norm.Shift);
        yield return new Tensor(Prefix + "bias", [Bias.Length], Bias);
    }
}
