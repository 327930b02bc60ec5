using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>A dense layer on panels in either precision, split over threads by panels and, where these are few, by outputs.</summary>
internal sealed class PanelDense
{
    /// <summary>Panels that share a strip of weights while it is in the cache.</summary>
    public const int BlockPanels = 4;

    /// <summary>Outputs are split at multiples of this, the largest height of a tile.</summary>
    private const int OutputGrain = 12;

    private readonly IPanelKernels _kernels;
    private readonly BytePanels _bytes;

    /// <summary>Creates the layer's work space.</summary>
    public PanelDense(IPanelKernels kernels)
    {
        _kernels = kernels;
        _bytes = new BytePanels(kernels.Width);
    }

    /// <summary>Makes the input of the next layers ready; needed before any of them that is in bytes.</summary>
    /// <param name="weights">The first of these layers.</param>
    /// <param name="x">The input.</param>
    /// <param name="firstPanel">First panel.</param>
    /// <param name="endPanel">Panel after the last.</param>
    public void Load(DenseWeights weights, PanelMatrix x, int firstPanel, int endPanel)
    {
        if (weights is ByteWeights)
        {
            _bytes.Reserve(x.Tokens, x.Channels);
            _kernels.Quantise(x, _bytes, firstPanel, endPanel);
        }
    }

    /// <summary>Computes y = f(W x + b).</summary>
    /// <param name="weights">W and b.</param>
    /// <param name="x">The input, loaded.</param>
    /// <param name="y">Results.</param>
    /// <param name="offset">Channel of <paramref name="y"/> that output 0 goes to.</param>
    /// <param name="activation">f.</param>
    /// <param name="firstPanel">First panel.</param>
    /// <param name="endPanel">Panel after the last.</param>
    /// <param name="threads">Threads to use.</param>
    public void Forward(DenseWeights weights, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation, int firstPanel, int endPanel, int threads)
    {
        var blocks = (endPanel - firstPanel + BlockPanels - 1) / BlockPanels;
        if (threads > 1)
        {
            Split(weights, x, y, offset, activation, firstPanel, endPanel, blocks, threads);
            return;
        }

        for (var block = 0; block < blocks; block++)
        {
            Multiply(weights, Range(firstPanel, endPanel, block, 0, weights.Outputs), x, y, offset, activation);
        }
    }

    private static PanelRange Range(int firstPanel, int endPanel, int block, int firstOutput, int endOutput)
    {
        var first = firstPanel + (block * BlockPanels);
        return new PanelRange(first, Math.Min(endPanel, first + BlockPanels), firstOutput, endOutput);
    }

    private void Split(
        DenseWeights weights, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation, int firstPanel, int endPanel, int blocks, int threads)
    {
        // Few panels: more pieces than threads, so that a thread that is late does less.
        var grains = (weights.Outputs + OutputGrain - 1) / OutputGrain;
        var pieces = Math.Clamp(4 * threads / blocks, 1, grains);
        Threads.For(blocks * pieces, threads, task =>
        {
            var (block, piece) = Math.DivRem(task, pieces);
            var end = Math.Min(weights.Outputs, grains * (piece + 1) / pieces * OutputGrain);
            Multiply(weights, Range(firstPanel, endPanel, block, grains * piece / pieces * OutputGrain, end), x, y, offset, activation);
        });
    }

    private void Multiply(DenseWeights weights, in PanelRange range, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation)
    {
        if (weights is ByteWeights bytes)
        {
            _kernels.Multiply(bytes, range, _bytes, y, offset, activation);
        }
        else
        {
            _kernels.Multiply((FloatWeights)weights, range, x, y, offset, activation);
        }
    }
}
