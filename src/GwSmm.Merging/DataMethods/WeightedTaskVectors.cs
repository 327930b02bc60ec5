using System.Numerics.Tensors;
using GwSmm.Encoders;
using Tensor = GwSmm.Encoders.Tensor;

namespace GwSmm.Merging;

/// <summary>A base and what fine-tuning added to it in several models, combined with one coefficient for each model and part of the encoder: embeddings, each layer, pooler.</summary>
internal sealed class WeightedTaskVectors
{
    private const int Block = 4096;
    private readonly EncoderWeights _origin;
    private readonly EncoderWeights[] _vectors;
    private readonly int _layers;

    /// <summary>Subtracts.</summary>
    /// <param name="origin">The base.</param>
    /// <param name="models">The models.</param>
    /// <param name="layers">Transformer layers.</param>
    public WeightedTaskVectors(EncoderWeights origin, IEnumerable<EncoderWeights> models, int layers)
    {
        _origin = origin;
        _layers = layers;
        _vectors = [.. models.Select(model => new EncoderWeights(origin.Tensors.Select(tensor =>
        {
            var change = new float[tensor.Data.Length];
            TensorPrimitives.Subtract(model[tensor.Name].Data, tensor.Data, change);
            return new Tensor(tensor.Name, tensor.Shape, change);
        })))];
    }

    /// <summary>Parts of an encoder.</summary>
    public int Parts => _layers + 2;

    /// <summary>Computes base + sum of coefficient times task vector.</summary>
    /// <param name="coefficients">[parts, models].</param>
    /// <param name="target">Where it goes.</param>
    public void Combine(float[] coefficients, EncoderWeights target)
    {
        foreach (var tensor in target.Tensors)
        {
            _origin[tensor.Name].Data.CopyTo(tensor.Data, 0);
            for (var m = 0; m < _vectors.Length; m++)
            {
                TensorPrimitives.MultiplyAdd(_vectors[m][tensor.Name].Data, coefficients[(PartOf(tensor.Name) * _vectors.Length) + m], tensor.Data, tensor.Data);
            }
        }
    }

    /// <summary>Computes the gradient of the coefficients: the inner product of the weights' gradient and each task vector, in each part.</summary>
    /// <param name="gradients">The gradient of the combined weights.</param>
    /// <param name="coefficientGradient">Out: [parts, models].</param>
    public void Differentiate(EncoderWeights gradients, float[] coefficientGradient)
    {
        var sums = new double[coefficientGradient.Length];
        foreach (var gradient in gradients.Tensors)
        {
            for (var m = 0; m < _vectors.Length; m++)
            {
                sums[(PartOf(gradient.Name) * _vectors.Length) + m] += Dot(gradient.Data, _vectors[m][gradient.Name].Data);
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            coefficientGradient[i] = (float)sums[i];
        }
    }

    private static double Dot(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var start = 0; start < a.Length; start += Block)
        {
            var count = Math.Min(Block, a.Length - start);
            sum += TensorPrimitives.Dot<float>(a.AsSpan(start, count), b.AsSpan(start, count));
        }

        return sum;
    }

    private int PartOf(string tensor) => TrainableEncoder.IsPooler(tensor) ? _layers + 1 : (TrainableEncoder.LayerOf(tensor) ?? -1) + 1;
}
