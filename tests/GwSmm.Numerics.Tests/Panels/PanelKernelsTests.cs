namespace GwSmm.Numerics.Tests;

/// <summary>Every fast kernel against its readable twin.</summary>
public class PanelKernelsTests
{
    private static readonly ReferencePanelKernels Twin = new();

    public static TheoryData<string> Kinds { get; } = [.. Kernels().Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MultipliesAsTheTwin(string kind)
    {
        foreach (var (tokens, inputs, outputs) in new[] { (1, 1, 1), (5, 8, 12), (33, 400, 29), (70, 31, 48) })
        {
            foreach (var activation in Enum.GetValues<PanelActivation>())
            {
                var weights = Weights(outputs, inputs);
                float[] Run(IPanelKernels kernels)
                {
                    var x = Matrix(kernels, tokens, inputs, 1);
                    var y = Matrix(kernels, tokens, outputs + 3, 2);
                    kernels.Multiply(weights, new PanelRange(0, y.Panels, 0, outputs), x, y, 3, activation);
                    return Rows(y);
                }

                Near(Run(Twin), Run(Kernels()[kind]), 2e-6 * Math.Sqrt(inputs));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MultipliesWithACorrectionOfLowRankAsTheTwin(string kind)
    {
        foreach (var (tokens, inputs, outputs, rank) in new[] { (1, 1, 1, 1), (5, 8, 12, 3), (33, 400, 29, 16), (70, 31, 48, 17), (33, 31, 29, LowRankWeights.MostRank) })
        {
            foreach (var activation in Enum.GetValues<PanelActivation>())
            {
                var weights = new LowRankWeights(Weights(outputs, inputs), Samples.Gaussian(outputs * rank, 13), new FloatWeights(Samples.Gaussian(rank * inputs, 14), new float[rank]));
                float[] Run(IPanelKernels kernels)
                {
                    var x = Matrix(kernels, tokens, inputs, 1);
                    var middle = Matrix(kernels, tokens, rank, 3);
                    kernels.Multiply(weights.Down, new PanelRange(0, middle.Panels, 0, rank), x, middle, 0, PanelActivation.None);
                    var y = Matrix(kernels, tokens, outputs + 3, 2);

                    // In two parts, as threads do.
                    var cut = outputs / 2 / 12 * 12;
                    kernels.Multiply(weights, new PanelRange(0, y.Panels, 0, cut), x, middle, y, 3, activation);
                    kernels.Multiply(weights, new PanelRange(0, y.Panels, cut, outputs), x, middle, y, 3, activation);
                    return Rows(y);
                }

                Near(Run(Twin), Run(Kernels()[kind]), 4e-6 * Math.Sqrt(inputs * rank));
            }
        }
    }

    [Fact]
    public void ACorrectionThatDoesNotFitIsRefused()
    {
        var whole = Weights(4, 5);
        FloatWeights Down(int rank, int inputs) => new(new float[rank * inputs], new float[rank]);
        Assert.Equal(2, new LowRankWeights(whole, new float[8], Down(2, 5)).Rank);
        Assert.Throws<ArgumentException>(() => new LowRankWeights(whole, new float[9], Down(2, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LowRankWeights(whole, new float[8], Down(2, 6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LowRankWeights(whole, new float[4 * (LowRankWeights.MostRank + 1)], Down(LowRankWeights.MostRank + 1, 5)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MultipliesBytesAsTheTwin(string kind)
    {
        foreach (var (tokens, inputs, outputs) in new[] { (1, 1, 1), (5, 8, 12), (33, 401, 29), (70, 30, 48) })
        {
            foreach (var activation in Enum.GetValues<PanelActivation>())
            {
                var weights = new ByteWeights(Weights(outputs, inputs));
                float[] Run(IPanelKernels kernels)
                {
                    var x = Matrix(kernels, tokens, inputs, 1);
                    var bytes = new BytePanels(kernels.Width);
                    bytes.Reserve(tokens, inputs);
                    kernels.Quantise(x, bytes, 0, x.Panels);
                    for (var token = 0; token < tokens; token++)
                    {
                        // The same whole numbers for all, whatever way halves were rounded.
                        for (var channel = 0; channel < inputs; channel++)
                        {
                            bytes.At(token, channel) = (byte)((token * 37) + (channel * 101) + (channel % 3 == 0 ? 255 : 0));
                        }
                    }

                    var y = Matrix(kernels, tokens, outputs + 3, 2);
                    kernels.Multiply(weights, new PanelRange(0, y.Panels, 0, outputs), bytes, y, 3, activation);
                    return Rows(y);
                }

                Near(Run(Twin), Run(Kernels()[kind]), 5e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ExtremeBytesDoNotOverflow(string kind)
    {
        float[] row = [.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? 1f : 0.99f)];
        var kernels = Kernels()[kind];
        var weights = new ByteWeights(new FloatWeights(row, [0f]));
        var bytes = new BytePanels(kernels.Width);
        bytes.Reserve(1, 64);
        for (var channel = 0; channel < 64; channel++)
        {
            bytes.At(0, channel) = 255;
        }

        bytes.Steps[0] = 1;
        bytes.Minima[0] = 0;
        var y = Matrix(kernels, 1, 1, 2);
        kernels.Multiply(weights, new PanelRange(0, 1, 0, 1), bytes, y, 0, PanelActivation.None);
        Assert.Equal(255.0 * weights.Scales[0] * weights.Values.Sum(value => value), y[0, 0], 0.01);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void QuantisesAsTheTwin(string kind)
    {
        (float[] Values, float[] Steps) Run(IPanelKernels kernels)
        {
            var x = Matrix(kernels, 35, 30, 4);
            for (var channel = 0; channel < 30; channel++)
            {
                x[7, channel] = 1.5f;
            }

            var bytes = new BytePanels(kernels.Width);
            bytes.Reserve(35, 30);
            kernels.Quantise(x, bytes, 0, x.Panels);
            return ([.. Enumerable.Range(0, 35 * 30).Select(i => bytes.Minima[i / 30] + (bytes.Steps[i / 30] * bytes.At(i / 30, i % 30)))], bytes.Steps[..35]);
        }

        var (expected, steps) = Run(Twin);
        var (found, foundSteps) = Run(Kernels()[kind]);
        Near(steps, foundSteps, 1e-6);

        // A half may be rounded either way.
        Near(expected, found, steps.Max() * 1.01);
        Assert.Equal(1.5f, found[7 * 30]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NormalisesAsTheTwin(string kind)
    {
        foreach (var (tokens, channels) in new[] { (1, 1), (40, 7), (9, 384) })
        {
            var (scale, shift) = (Samples.Gaussian(channels, 5), Samples.Gaussian(channels, 6));
            float[] Run(IPanelKernels kernels)
            {
                var x = Matrix(kernels, tokens, channels, 7);
                kernels.AddNormalise(x, Matrix(kernels, tokens, channels, 8), scale, shift, 1e-5f, 0, x.Panels);
                return Rows(x);
            }

            Near(Run(Twin), Run(Kernels()[kind]), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AttendsAsTheTwinAndLeavesNeighboursAlone(string kind)
    {
        foreach (var (headWidth, heads) in new[] { (2, 3), (32, 2), (5, 1) })
        {
            float[] Run(IPanelKernels kernels)
            {
                var projections = Matrix(kernels, 150, 3 * heads * headWidth, 9);
                var context = Matrix(kernels, 150, heads * headWidth, 10);
                foreach (var (start, length) in new[] { (2, 1), (5, 3), (30, 40), (70, 64), (140, 9) })
                {
                    kernels.Attend(projections, context, start, length, heads - 1, headWidth);
                }

                return Rows(context);
            }

            Near(Run(Twin), Run(Kernels()[kind]), 1e-5);
        }
    }

    [Fact]
    public void AnInfiniteScoreIsNoSilentNumber()
    {
        var projections = Matrix(PanelKernels.Best, 4, 6, 9);
        projections[1, 0] = float.PositiveInfinity;
        var context = Matrix(PanelKernels.Best, 4, 2, 10);
        PanelKernels.Best.Attend(projections, context, 0, 4, 0, 2);
        Assert.Contains(Rows(context), float.IsNaN);
    }

    private static Dictionary<string, IPanelKernels> Kernels()
    {
        var kernels = Enum.GetValues<VectorWidth>().ToDictionary(width => width.ToString(), width => PanelKernels.Create(width), StringComparer.Ordinal);
        if (VnniDot256.IsSupported)
        {
            kernels["Bits256, VNNI"] = PanelKernels.Create(VectorWidth.Bits256, vnni: true);
            kernels["Bits512, VNNI"] = PanelKernels.Create(VectorWidth.Bits512, vnni: true);
        }

        return kernels;
    }

    private static FloatWeights Weights(int outputs, int inputs) => new(Samples.Gaussian(outputs * inputs, 11), Samples.Gaussian(outputs, 12));

    private static PanelMatrix Matrix(IPanelKernels kernels, int tokens, int channels, ulong seed)
    {
        var matrix = new PanelMatrix(kernels.Width);
        matrix.Reserve(tokens, channels);
        matrix.FromRows(Samples.Gaussian(tokens * channels, seed));
        return matrix;
    }

    private static float[] Rows(PanelMatrix matrix)
    {
        var rows = new float[matrix.Tokens * matrix.Channels];
        matrix.ToRows(rows);
        return rows;
    }

    private static void Near(float[] expected, float[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Samples.Close(expected[i], found[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"element {i}");
        }
    }
}
