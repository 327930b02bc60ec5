using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>A dense layer on panels, of any kind of weights, split over threads by panels and, where these are few, by outputs.</summary>
internal sealed class PanelDense
{
    /// <summary>Panels that share a strip of weights while it is in the cache.</summary>
    private const int BlockPanels = 4;

    /// <summary>Outputs are split at multiples of this, the largest height of a tile.</summary>
    private const int OutputGrain = 12;

    // Multiplications that are worth handing to another thread, some tens of microseconds.
    private const long PieceWork = 1L << 21;

    private readonly IPanelKernels _kernels;
    private readonly BytePanels _bytes;
    private readonly PanelMatrix _middle;

    /// <summary>Creates the layer's work space.</summary>
    public PanelDense(IPanelKernels kernels)
    {
        _kernels = kernels;
        _bytes = new BytePanels(kernels.Width);
        _middle = new PanelMatrix(kernels.Width);
    }

    /// <summary>Makes the input of the next layers ready; needed before any of them that is in bytes.</summary>
    /// <param name="weights">The first of these layers.</param>
    /// <param name="x">The input.</param>
    /// <param name="threads">Threads to use.</param>
    public void Load(DenseWeights weights, PanelMatrix x, int threads)
    {
        if (weights is not ByteWeights)
        {
            return;
        }

        _bytes.Reserve(x.Tokens, x.Channels);
        Threads.For(x.Panels, threads, (Dense: this, x), static (state, panel) => state.Dense._kernels.Quantise(state.x, state.Dense._bytes, panel, panel + 1));
    }

    /// <summary>Computes y = f(W x + b).</summary>
    /// <param name="weights">W and b.</param>
    /// <param name="x">The input, loaded.</param>
    /// <param name="y">Results.</param>
    /// <param name="offset">Channel of <paramref name="y"/> that output 0 goes to.</param>
    /// <param name="activation">f.</param>
    /// <param name="threads">Threads to use.</param>
    public void Forward(DenseWeights weights, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation, int threads)
    {
        if (weights is LowRankWeights thin)
        {
            _middle.Reserve(x.Tokens, thin.Rank);
            Forward(thin.Down, x, _middle, 0, PanelActivation.None, threads);
        }

        // On several threads many more pieces than these, so that a thread that is late does less and nobody waits long at the end.
        var blocks = (x.Panels + BlockPanels - 1) / BlockPanels;
        var grains = (weights.Outputs + OutputGrain - 1) / OutputGrain;
        var work = (long)weights.Outputs * weights.Inputs * BlockPanels * _kernels.Width;
        var pieces = threads == 1 ? 1 : (int)Math.Clamp(Math.Min(64L * threads / blocks, Math.Max(4L * threads / blocks, work / PieceWork)), 1, grains);
        Threads.For(blocks * pieces, threads, (Dense: this, weights, x, y, offset, activation, grains, pieces), static (state, task) =>
        {
            var (block, piece) = Math.DivRem(task, state.pieces);
            var (firstPanel, outputs) = (block * BlockPanels, state.weights.Outputs);
            var range = new PanelRange(
                firstPanel,
                Math.Min(state.x.Panels, firstPanel + BlockPanels),
                state.grains * piece / state.pieces * OutputGrain,
                Math.Min(outputs, state.grains * (piece + 1) / state.pieces * OutputGrain));
            state.Dense.Multiply(state.weights, range, state.x, state.y, state.offset, state.activation);
        });
    }

    private void Multiply(DenseWeights weights, in PanelRange range, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation)
    {
        switch (weights)
        {
            case ByteWeights bytes:
                _kernels.Multiply(bytes, range, _bytes, y, offset, activation);
                break;
            case LowRankWeights thin:
                _kernels.Multiply(thin, range, x, _middle, y, offset, activation);
                break;
            default:
                _kernels.Multiply((FloatWeights)weights, range, x, y, offset, activation);
                break;
        }
    }
}
