using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>From hidden states to one feature vector per sequence, forward and backward.</summary>
internal static class FeaturePooling
{
    /// <summary>Computes features.</summary>
    /// <param name="parameters">The weights, for the pooler.</param>
    /// <param name="pooling">How to pool.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="hiddenStates">[tokens, hidden].</param>
    /// <param name="features">Out: [sequences, hidden].</param>
    public static void Forward(EncoderParameters parameters, Pooling pooling, TokenBatch batch, float[] hiddenStates, Span<float> features)
    {
        var hidden = parameters.Config.HiddenSize;
        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            var target = features.Slice(sequence * hidden, hidden);
            var first = hiddenStates.AsSpan(batch.Start(sequence) * hidden, hidden);
            switch (pooling)
            {
                case Pooling.Mean:
                    first.CopyTo(target);
                    for (var row = 1; row < batch.Length(sequence); row++)
                    {
                        TensorPrimitives.Add(target, hiddenStates.AsSpan((batch.Start(sequence) + row) * hidden, hidden), target);
                    }

                    TensorPrimitives.Multiply(target, 1f / batch.Length(sequence), target);
                    break;
                case Pooling.Cls:
                    first.CopyTo(target);
                    break;
                default:
                    ApplyPooler(parameters.Pooler!, parameters.Config.PoolerActivation, first, target);
                    break;
            }
        }
    }

    /// <summary>Computes the gradient of the hidden states and adds that of the pooler.</summary>
    /// <param name="parameters">The weights.</param>
    /// <param name="gradients">What the gradient of the pooler is added to.</param>
    /// <param name="pooling">How features were pooled.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="hiddenStates">Those of the forward pass.</param>
    /// <param name="features">Those of the forward pass, before any dropout on them.</param>
    /// <param name="featureGradient">[sequences, hidden]; overwritten.</param>
    /// <param name="hiddenGradient">Out: [tokens, hidden].</param>
    public static void Backward(
        EncoderParameters parameters, EncoderParameters gradients, Pooling pooling, TokenBatch batch, float[] hiddenStates,
        ReadOnlySpan<float> features, Span<float> featureGradient, float[] hiddenGradient)
    {
        var hidden = parameters.Config.HiddenSize;
        if (pooling != Pooling.Mean)
        {
            hiddenGradient.AsSpan(0, batch.TokenCount * hidden).Clear();
        }

        for (var sequence = 0; sequence < batch.Count; sequence++)
        {
            var gradient = featureGradient.Slice(sequence * hidden, hidden);
            var start = batch.Start(sequence);
            var first = hiddenGradient.AsSpan(start * hidden, hidden);
            switch (pooling)
            {
                case Pooling.Mean:
                    TensorPrimitives.Multiply(gradient, 1f / batch.Length(sequence), gradient);
                    for (var row = 0; row < batch.Length(sequence); row++)
                    {
                        gradient.CopyTo(hiddenGradient.AsSpan((start + row) * hidden));
                    }

                    break;
                case Pooling.Cls:
                    gradient.CopyTo(first);
                    break;
                default:
                    PoolerBackward(
                        parameters.Pooler!, parameters.Config.PoolerActivation, gradients.Pooler!, hiddenStates.AsSpan(start * hidden, hidden), features.Slice(sequence * hidden, hidden),
                        gradient, first);
                    break;
            }
        }
    }

    private static void ApplyPooler(DenseParameters pooler, PoolerActivation activation, ReadOnlySpan<float> input, Span<float> output)
    {
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = Dense(pooler, i, input);
        }

        switch (activation)
        {
            case PoolerActivation.Relu:
                TensorPrimitives.Max(output, 0f, output);
                break;
            case PoolerActivation.Gelu:
                Gelu.Forward(output, output);
                break;
            default:
                for (var i = 0; i < output.Length; i++)
                {
                    output[i] = MathF.Tanh(output[i]);
                }

                break;
        }
    }

    private static float Dense(DenseParameters pooler, int row, ReadOnlySpan<float> input) =>
        pooler.Bias[row] + TensorPrimitives.Dot(pooler.Values.Span.Slice(row * input.Length, input.Length), input);

    private static void PoolerBackward(
        DenseParameters pooler, PoolerActivation activation, DenseParameters gradients, ReadOnlySpan<float> input, ReadOnlySpan<float> output,
        Span<float> gradient, Span<float> inputGradient)
    {
        ActivationBackward(pooler, activation, input, output, gradient);
        for (var i = 0; i < output.Length; i++)
        {
            var slope = gradient[i];
            gradients.Bias[i] += slope;
            var weightGradient = gradients.Weight.AsSpan(i * input.Length, input.Length);
            TensorPrimitives.MultiplyAdd(input, slope, weightGradient, weightGradient);
            TensorPrimitives.MultiplyAdd(pooler.Weight.AsSpan(i * input.Length, input.Length), slope, inputGradient, inputGradient);
        }
    }

    private static void ActivationBackward(
        DenseParameters pooler, PoolerActivation activation, ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient)
    {
        for (var i = 0; i < output.Length; i++)
        {
            switch (activation)
            {
                case PoolerActivation.Relu:
                    gradient[i] = output[i] > 0 ? gradient[i] : 0;
                    break;
                case PoolerActivation.Gelu:
                    // The output does not tell the input, which is cheap to compute again.
                    Span<float> before = [Dense(pooler, i, input)];
                    Gelu.Backward(before, gradient.Slice(i, 1), gradient.Slice(i, 1));
                    break;
                default:
                    gradient[i] *= 1 - (output[i] * output[i]);
                    break;
            }
        }
    }
}
