namespace GwSmm.Numerics;

/// <summary>The kernels as their definitions read, in double; tests compare every fast path with them.</summary>
internal sealed class ReferencePanelKernels : IPanelKernels
{
    public int Width => 4;

    public void Multiply(FloatWeights dense, in PanelRange range, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation)
    {
        foreach (var (token, output) in Results(range, x.Tokens))
        {
            var sum = (double)dense.Bias[output];
            for (var input = 0; input < dense.Inputs; input++)
            {
                sum += (double)dense.Weight.Span[(output * dense.Inputs) + input] * x[token, input];
            }

            y[token, offset + output] = Activate(sum, activation);
        }
    }

    public void Multiply(LowRankWeights dense, in PanelRange range, PanelMatrix x, PanelMatrix middle, PanelMatrix y, int offset, PanelActivation activation)
    {
        Multiply(dense.Whole, range, x, y, offset, PanelActivation.None);
        foreach (var (token, output) in Results(range, x.Tokens))
        {
            var sum = (double)y[token, offset + output];
            for (var k = 0; k < dense.Rank; k++)
            {
                sum += (double)dense.Up[(output * dense.Rank) + k] * middle[token, k];
            }

            y[token, offset + output] = Activate(sum, activation);
        }
    }

    public void Multiply(ByteWeights dense, in PanelRange range, BytePanels x, PanelMatrix y, int offset, PanelActivation activation)
    {
        foreach (var (token, output) in Results(range, y.Tokens))
        {
            var sum = 0L;
            for (var input = 0; input < dense.Inputs; input++)
            {
                sum += dense.Values[(output * dense.Stride) + input] * x.At(token, input);
            }

            var value = ((double)dense.Scales[output] * sum * x.Steps[token]) + ((double)dense.Sums[output] * x.Minima[token]);
            y[token, offset + output] = Activate(value + dense.Bias[output], activation);
        }
    }

    public void Quantise(PanelMatrix x, BytePanels y, int firstPanel, int endPanel)
    {
        for (var token = firstPanel * Width; token < Math.Min(x.Tokens, endPanel * Width); token++)
        {
            var values = Channels(x, token);
            var (least, range) = (values.Min(), values.Max() - values.Min());
            y.Steps[token] = (float)(range / 255);
            y.Minima[token] = (float)least;
            for (var channel = 0; channel < values.Length; channel++)
            {
                y.At(token, channel) = (byte)(range == 0 ? 0 : Math.Round((values[channel] - least) * 255 / range));
            }
        }
    }

    public void AddNormalise(
        PanelMatrix x, PanelMatrix residual, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, float epsilon, int firstPanel, int endPanel)
    {
        for (var token = firstPanel * Width; token < Math.Min(x.Tokens, endPanel * Width); token++)
        {
            var sums = Channels(x, token).Zip(Channels(residual, token), (a, b) => (float)(a + b)).ToArray();
            var (unit, _, _) = ReferenceLayerNorm.Normalise(sums, epsilon);
            for (var channel = 0; channel < unit.Length; channel++)
            {
                x[token, channel] = (float)((unit[channel] * scale[channel]) + shift[channel]);
            }
        }
    }

    public void Attend(PanelMatrix projections, PanelMatrix context, int start, int length, int head, int headWidth)
    {
        var hidden = projections.Channels / 3;
        var first = head * headWidth;
        for (var query = start; query < start + length; query++)
        {
            var scores = new float[length];
            for (var key = 0; key < length; key++)
            {
                var sum = 0.0;
                for (var channel = first; channel < first + headWidth; channel++)
                {
                    sum += (double)projections[query, channel] * projections[start + key, hidden + channel];
                }

                scores[key] = (float)(sum / Math.Sqrt(headWidth));
            }

            var shares = ReferenceSoftmax.Forward(scores);
            for (var channel = first; channel < first + headWidth; channel++)
            {
                context[query, channel] = (float)shares.Select((share, key) => share * projections[start + key, (2 * hidden) + channel]).Sum();
            }
        }
    }

    private static double[] Channels(PanelMatrix x, int token) => [.. Enumerable.Range(0, x.Channels).Select(channel => (double)x[token, channel])];

    private static float Activate(double value, PanelActivation activation) =>
        (float)(activation == PanelActivation.Gelu ? ReferenceGelu.Forward(value) : value);

    private IEnumerable<(int Token, int Output)> Results(PanelRange range, int tokens) =>
        from token in Enumerable.Range(range.FirstPanel * Width, Math.Min(tokens, range.EndPanel * Width) - (range.FirstPanel * Width))
        from output in Enumerable.Range(range.FirstOutput, range.EndOutput - range.FirstOutput)
        select (token, output);
}
