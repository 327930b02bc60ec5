using System.Numerics.Tensors;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// The masked-language-model head of BERT (Devlin et al., 2019): dense layer, GELU, layer normalisation, and the word embedding as decoder.
/// It works on the masked rows alone, in blocks, since logits over a whole vocabulary are large. Not thread-safe.
/// </summary>
/// <param name="parameters">The head.</param>
/// <param name="gradients">What its gradients are added to.</param>
/// <param name="config">The architecture.</param>
/// <param name="threads">Threads to use; the values do not depend on it.</param>
internal sealed class MaskedLanguageHead(MaskedLanguageParameters parameters, MaskedLanguageParameters gradients, EncoderConfig config, int threads)
{
    /// <summary>Rows decoded at a time; fixed, so that sums do not depend on threads.</summary>
    private const int RowsPerBlock = 512;

    private readonly NormMoments _moments = new();
    private float[] _rows = [];
    private float[] _dense = [];
    private float[] _activated = [];
    private float[] _normed = [];
    private float[] _logits = [];
    private double[] _losses = [];

    /// <summary>Sums the losses of masked rows.</summary>
    /// <param name="words">Word embedding [vocabulary, hidden].</param>
    /// <param name="states">Hidden states [tokens, hidden].</param>
    /// <param name="masking">Which rows to predict, and what they were.</param>
    /// <returns>Sum of the cross-entropies, in nats.</returns>
    public double Evaluate(float[] words, float[] states, TokenMasking masking)
    {
        Transform(states, masking);
        var decoder = new DenseParameters(words, parameters.Bias);
        for (var start = 0; start < masking.Count; start += RowsPerBlock)
        {
            Decode(decoder, masking, start, Math.Min(RowsPerBlock, masking.Count - start), 0);
        }

        return TensorPrimitives.Sum<double>(_losses.AsSpan(0, masking.Count));
    }

    /// <summary>Sums the losses of masked rows, and adds the gradients of their mean.</summary>
    /// <param name="words">Word embedding [vocabulary, hidden].</param>
    /// <param name="wordGradients">What the gradient of the word embedding is added to.</param>
    /// <param name="states">Hidden states [tokens, hidden].</param>
    /// <param name="masking">Which rows to predict, and what they were.</param>
    /// <param name="work">Out, in <see cref="GradientBuffers.Hidden"/>: gradient of the hidden states; room for all tokens is reserved.</param>
    /// <param name="tokens">Rows of the hidden states.</param>
    /// <returns>Sum of the cross-entropies, in nats.</returns>
    public double AddGradients(float[] words, float[] wordGradients, float[] states, TokenMasking masking, GradientBuffers work, int tokens)
    {
        Transform(states, masking);
        var (hidden, count) = (config.HiddenSize, masking.Count);
        var decoder = new DenseParameters(words, parameters.Bias);
        var decoderGradients = new DenseParameters(wordGradients, gradients.Bias);
        for (var start = 0; start < count; start += RowsPerBlock)
        {
            var rows = Math.Min(RowsPerBlock, count - start);
            Decode(decoder, masking, start, rows, 1.0 / count);
            DecodeBackward(decoder, decoderGradients, start, rows, work.Hidden);
        }

        NormLayer.Backward(parameters.Norm, gradients.Norm, _activated, _moments, work, count, threads);
        RowBlocks.For(count, threads, (start, end) =>
        {
            var gradient = work.Hidden.AsSpan(start * hidden, (end - start) * hidden);
            Gelu.Backward(_dense.AsSpan(start * hidden, gradient.Length), gradient, gradient);
        });
        DenseLayer.Backward(parameters.Transform, gradients.Transform, count, _rows, hidden, work.Hidden, 0, hidden, work.Branch, false, threads);
        work.Hidden.AsSpan(0, tokens * hidden).Clear();
        for (var i = 0; i < count; i++)
        {
            work.Branch.AsSpan(i * hidden, hidden).CopyTo(work.Hidden.AsSpan(masking.Row(i) * hidden));
        }

        return TensorPrimitives.Sum<double>(_losses.AsSpan(0, count));
    }

    private void Transform(float[] states, TokenMasking masking)
    {
        var (hidden, count) = (config.HiddenSize, masking.Count);
        Buffers.Ensure(ref _rows, count * hidden);
        Buffers.Ensure(ref _dense, count * hidden);
        Buffers.Ensure(ref _activated, count * hidden);
        Buffers.Ensure(ref _normed, count * hidden);
        Buffers.Ensure(ref _losses, count);
        Buffers.Ensure(ref _logits, Math.Min(count, RowsPerBlock) * config.VocabularySize);
        _moments.Reserve(count);
        for (var i = 0; i < count; i++)
        {
            states.AsSpan(masking.Row(i) * hidden, hidden).CopyTo(_rows.AsSpan(i * hidden));
        }

        DenseLayer.Forward(parameters.Transform, count, _rows, hidden, _dense, 0, hidden, threads);
        RowBlocks.For(count, threads, (start, end) =>
        {
            var (offset, length) = (start * hidden, (end - start) * hidden);
            Gelu.Forward(_dense.AsSpan(offset, length), _activated.AsSpan(offset, length));
            NormLayer.Forward(parameters.Norm, config.LayerNormEpsilon, _activated, _moments, _normed, start, end);
        });
    }

    // Logits of a block of rows, and their losses; the gradient of the logits, times a factor, replaces them.
    private void Decode(DenseParameters decoder, TokenMasking masking, int start, int rows, double factor)
    {
        var (hidden, vocabulary) = (config.HiddenSize, config.VocabularySize);
        RowBlocks.For(rows, threads, (first, end) =>
        {
            for (var row = first; row < end; row++)
            {
                decoder.Bias.CopyTo(_logits, row * vocabulary);
            }
        });
        Gemm.Multiply(
            false, true, rows, vocabulary, hidden, 1, _normed.AsSpan(start * hidden), hidden, decoder.Weight, hidden, 1, _logits, vocabulary, threads);
        Threads.For(rows, threads, row => _losses[start + row] = CrossEntropy(_logits.AsSpan(row * vocabulary, vocabulary), masking.Target(start + row), (float)factor));
    }

    private void DecodeBackward(DenseParameters decoder, DenseParameters decoderGradients, int start, int rows, float[] gradient)
    {
        var (hidden, vocabulary) = (config.HiddenSize, config.VocabularySize);
        RowBlocks.ForColumns(vocabulary, threads, (column, width) =>
        {
            var target = decoderGradients.Bias.AsSpan(column, width);
            for (var row = 0; row < rows; row++)
            {
                TensorPrimitives.Add(target, _logits.AsSpan((row * vocabulary) + column, width), target);
            }
        });
        Gemm.Multiply(
            true, false, vocabulary, hidden, rows, 1, _logits, vocabulary, _normed.AsSpan(start * hidden), hidden, 1, decoderGradients.Weight, hidden, threads);
        Gemm.Multiply(
            false, false, rows, hidden, vocabulary, 1, _logits, vocabulary, decoder.Weight, hidden, 0, gradient.AsSpan(start * hidden), hidden, threads);
    }

    // The largest probability is 1 over the sum of exponentials, which spares another pass for that sum.
    private static double CrossEntropy(Span<float> logits, int target, float factor)
    {
        var distance = (double)TensorPrimitives.Max<float>(logits) - logits[target];
        Softmax.ForwardRows(logits, 1, logits.Length);
        var loss = distance - Math.Log(TensorPrimitives.Max<float>(logits));
        if (factor != 0)
        {
            logits[target] -= 1;
            TensorPrimitives.Multiply(logits, factor, logits);
        }

        return loss;
    }
}
