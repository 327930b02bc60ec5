using System.Numerics.Tensors;

namespace GwSmm.Encoders;

/// <summary>Changes freshly drawn weights into those that pretraining starts from.</summary>
internal static class PretrainingStart
{
    /// <summary>Deviation that <see cref="BaseEncoder.Create"/> draws with.</summary>
    private const double DrawnDeviation = 0.02;

    /// <summary>Times the root of the channels: the deviation of the layers' matrices.</summary>
    private const double MatrixScale = 0.8;

    /// <summary>Twice the deviation of the word embedding, so that positions are heard beside words.</summary>
    private const double PositionAmplitude = 0.04;

    /// <summary>The longest wavelength over the shortest; far below the usual 10,000, since a sequence has at most some hundred tokens.</summary>
    private const double WavelengthRange = 100;

    /// <summary>Widens the layers' matrices, and puts sines and cosines into the position embedding.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">Its weights; changed.</param>
    public static void Apply(EncoderConfig config, EncoderWeights weights)
    {
        var factor = (float)(MatrixScale / Math.Sqrt(config.HiddenSize) / DrawnDeviation);
        foreach (var tensor in weights.Tensors.Where(tensor => tensor.Shape.Count == 2 && tensor.Name.StartsWith("encoder.layer.", StringComparison.Ordinal)))
        {
            TensorPrimitives.Multiply(tensor.Data, factor, tensor.Data);
        }

        var positions = weights["embeddings.position_embeddings.weight"];
        var width = positions.Shape[1];
        for (var i = 0; i < positions.Data.Length; i++)
        {
            var (position, channel) = Math.DivRem(i, width);
            var angle = position * Math.Pow(WavelengthRange, -2.0 * (channel / 2) / width);
            positions.Data[i] = (float)(PositionAmplitude * (channel % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle)));
        }
    }
}
