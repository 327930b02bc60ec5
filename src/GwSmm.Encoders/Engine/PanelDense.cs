using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>A dense layer on panels, of any kind of weights, split over threads by panels and, where these are few, by outputs.</summary>
internal sealed class PanelDense
{
    /// <summary>Panels that share a strip of weights while it is in the cache.</summary>
    public const int BlockPanels = 4;

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
    /// <param name="firstPanel">First panel.</param>
    /// <param name="endPanel">Panel after the last.</param>
    /// <param name="threads">Threads to use.</param>
    public void Load(DenseWeights weights, PanelMatrix x, int firstPanel, int endPanel, int threads)
    {
        if (weights is ByteWeights)
        {
            _bytes.Reserve(x.Tokens, x.Channels);
            Threads.For(endPanel - firstPanel, threads, task => _kernels.Quantise(x, _bytes, firstPanel + task, firstPanel + task + 1));
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
        var thin = weights as LowRankWeights;
        if (thin is not null)
        {
            _middle.Reserve(x.Tokens, thin.Rank);
        }

        if (threads == 1)
        {
            for (var block = 0; block < blocks; block++)
            {
                if (thin is not null)
                {
                    Multiply(thin.Down, Range(block, 0, thin.Rank), x, _middle, 0, PanelActivation.None);
                }

                Multiply(weights, Range(block, 0, weights.Outputs), x, y, offset, activation);
            }

            return;
        }

        if (thin is not null)
        {
            Split(thin.Down, _middle, 0, PanelActivation.None);
        }

        Split(weights, y, offset, activation);

        // Many more pieces than threads, so that a thread that is late does less and nobody waits long at the end.
        void Split(DenseWeights part, PanelMatrix target, int first, PanelActivation function)
        {
            var grains = (part.Outputs + OutputGrain - 1) / OutputGrain;
            var work = (long)part.Outputs * part.Inputs * BlockPanels * _kernels.Width;
            var pieces = (int)Math.Clamp(Math.Min(16L * threads / blocks, Math.Max(4L * threads / blocks, work / PieceWork)), 1, grains);
            Threads.For(blocks * pieces, threads, task =>
            {
                var (block, piece) = Math.DivRem(task, pieces);
                var range = Range(block, grains * piece / pieces * OutputGrain, Math.Min(part.Outputs, grains * (piece + 1) / pieces * OutputGrain));
                Multiply(part, range, x, target, first, function);
            });
        }

        PanelRange Range(int block, int firstOutput, int endOutput)
        {
            var first = firstPanel + (block * BlockPanels);
            return new PanelRange(first, Math.Min(endPanel, first + BlockPanels), firstOutput, endOutput);
        }
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
