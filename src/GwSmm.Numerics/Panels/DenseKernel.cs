using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>
/// y = f(W x + b) on panels. A strip of W of the height of the tile stays in the first-level cache while the panels of the range,
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

    private const int MostRows = 12;
    private const int MostColumns = 32;

    /// <summary>See <see cref="IPanelKernels"/>.</summary>
    [SkipLocalsInit]
    public static void Multiply(FloatWeights dense, in PanelRange range, PanelMatrix x, PanelMatrix y, int offset, PanelActivation activation)
    {
        var (inputs, width) = (dense.Inputs, TTile.Columns);
        var strip = stackalloc float[MostRows * BlockInputs];
        var tile = stackalloc float[MostRows * MostColumns];
        fixed (float* weight = dense.Weight)
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
                    if (rows < TTile.Rows)
                    {
                        Packing.Interleave(a, inputs, 1, rows, depth, strip, TTile.Rows);
                    }

                    for (var panel = range.FirstPanel; panel < range.EndPanel; panel++)
                    {
                        var b = x.Panel(panel) + ((nint)l * width);
                        var c = y.Panel(panel) + ((nint)(offset + output) * width);
                        if (l == 0)
                        {
                            Fill(c, bias + output, rows);
                        }

                        if (rows == TTile.Rows)
                        {
                            TTile.Run(depth, a, inputs, 1, b, width, c, width, 1, 1);
                        }
                        else
                        {
                            TTile.Run(depth, strip, 1, TTile.Rows, b, width, tile, width, 1, 0);
                            Add(c, tile, rows * width);
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
