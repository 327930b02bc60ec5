using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>
/// y = f(W x + U m + b) on panels, U m being left out where there is none. A strip of W of the height of the tile stays in the first-level cache while the panels of the range,
/// which should fit the second level, pass by. Sums run over the inputs in ascending order, block by block.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
/// <typeparam name="TTile">The innermost product.</typeparam>
internal static unsafe class DenseKernel<TVector, TLanes, TTile>
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
    where TTile : struct, ITile<float>
{
    /// <summary>Inputs taken together: a strip of W and half a panel fit 48 KiB.</summary>
    private const int BlockInputs = 384;

    private const int MostRank = LowRankWeights.MostRank;

    private const int MostRows = 12;
    private const int MostColumns = 32;

    /// <summary>See <see cref="IPanelKernels"/>.</summary>
    [SkipLocalsInit]
    public static void Multiply(
        FloatWeights dense, float[] up, PanelMatrix? middle, in PanelRange range, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation)
    {
        var (inputs, rank, width) = (dense.Inputs, middle?.Channels ?? 0, TTile.Columns);
        var strip = stackalloc float[MostRows * BlockInputs];
        var thinStrip = stackalloc float[MostRows * MostRank];
        var tile = stackalloc float[MostRows * MostColumns];
        fixed (float* weight = dense.Weight.Span)
        fixed (float* thin = up)
        fixed (float* bias = dense.Bias)
        {
            for (var l = 0; l < inputs; l += BlockInputs)
            {
                var depth = Math.Min(BlockInputs, inputs - l);
                var last = l + depth == inputs;
                for (var output = range.FirstOutput; output < range.EndOutput; output += TTile.Rows)
                {
                    var rows = Math.Min(TTile.Rows, range.EndOutput - output);
                    var a = weight + ((nint)output * inputs) + l;
                    var u = thin + ((nint)output * rank);
                    if (rows < TTile.Rows)
                    {
                        Packing.Interleave(a, inputs, 1, rows, depth, strip, TTile.Rows);
                        Packing.Interleave(u, rank, 1, rows, rank, thinStrip, TTile.Rows);
                    }

                    for (var panel = range.FirstPanel; panel < range.EndPanel; panel++)
                    {
                        var b = x.Panel(panel) + ((nint)l * width);
                        var c = y.Panel(panel) + ((nint)(offset + output) * width);
                        if (l == 0)
                        {
                            Fill(c, bias + output, rows);
                        }

                        AddProduct(depth, a, inputs, strip, b, c, rows, tile);
                        if (last && rank > 0)
                        {
                            AddProduct(rank, u, rank, thinStrip, middle!.Panel(panel), c, rows, tile);
                        }

                        if (last && activation == PanelActivation.Gelu)
                        {
                            var results = new Span<float>(c, rows * width);
                            GeluKernel<TVector, TLanes>.Forward(results, results);
                        }
                    }
                }
            }
        }
    }

    // The strip holds the rows of a where these are too few for a tile.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(int depth, float* a, int stride, float* strip, float* b, float* c, int rows, float* tile)
    {
        if (rows == TTile.Rows)
        {
            TTile.Run(depth, a, stride, 1, b, TTile.Columns, c, TTile.Columns, 1, 1);
        }
        else
        {
            TTile.Run(depth, strip, 1, TTile.Rows, b, TTile.Columns, tile, TTile.Columns, 1, 0);
            Add(c, tile, rows * TTile.Columns);
        }
    }

    private static void Fill(float* c, float* bias, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            var value = TLanes.Broadcast(bias[row]);
            TLanes.Store(value, c);
            TLanes.Store(value, c + TLanes.Count);
            c += 2 * TLanes.Count;
        }
    }

    private static void Add(float* c, float* sums, int count)
    {
        for (var i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Add(TLanes.Load(sums + i), TLanes.Load(c + i)), c + i);
        }
    }
}
