using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>y = f(W x + b) on panels of bytes.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
internal static unsafe class ByteKernel<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, IByteLanes<TVector>
{
    private const int Rows = ByteTile<TVector, TLanes>.Rows;
    private const int MostColumns = 32;

    /// <summary>See <see cref="IPanelKernels"/>.</summary>
    [SkipLocalsInit]
    public static void Multiply(ByteWeights dense, in PanelRange range, BytePanels x, PanelMatrix y, int offset)
    {
        var width = x.Width;
        var outputs = stackalloc float[3 * Rows];
        var tile = stackalloc float[Rows * MostColumns];
        using var strip = new AlignedBuffer<sbyte>(Rows * dense.Stride);
        fixed (sbyte* weights = dense.Values)
        {
            for (var output = range.FirstOutput; output < range.EndOutput; output += Rows)
            {
                var rows = Math.Min(Rows, range.EndOutput - output);
                for (var row = 0; row < Rows; row++)
                {
                    var from = output + Math.Min(row, rows - 1);
                    outputs[row] = dense.Scales[from];
                    outputs[Rows + row] = dense.Sums[from];
                    outputs[(2 * Rows) + row] = dense.Bias[from];
                }

                var a = weights + ((nint)output * dense.Stride);
                if (rows < Rows)
                {
                    new Span<sbyte>(strip.Start, Rows * dense.Stride).Clear();
                    new Span<sbyte>(a, rows * dense.Stride).CopyTo(new Span<sbyte>(strip.Start, rows * dense.Stride));
                    a = strip.Start;
                }

                for (var panel = range.FirstPanel; panel < range.EndPanel; panel++)
                {
                    var c = y.Panel(panel) + ((nint)(offset + output) * width);
                    MultiplyPanel(dense.Stride, a, x, panel, outputs, rows == Rows ? c : tile);
                    if (rows < Rows)
                    {
                        new Span<float>(tile, rows * width).CopyTo(new Span<float>(c, rows * width));
                    }
                }
            }
        }
    }

    private static void MultiplyPanel(int stride, sbyte* a, BytePanels x, int panel, float* outputs, float* c)
    {
        var width = x.Width;
        fixed (float* steps = &x.Steps[panel * width])
        fixed (float* minima = &x.Minima[panel * width])
        {
            for (var column = 0; column < width; column += 2 * TLanes.Count)
            {
                ByteTile<TVector, TLanes>.Run(
                    stride / ByteWeights.Group, a, stride, x.Panel(panel) + (column * ByteWeights.Group), width * ByteWeights.Group, steps + column,
                    minima + column, outputs, c + column, width);
            }
        }
    }
}
