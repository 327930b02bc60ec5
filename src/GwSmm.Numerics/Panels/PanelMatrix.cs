using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GwSmm.Numerics;

/// <summary>
/// Activations with neighbouring tokens side by side: [panel, channel, token in panel]. The result of a product in this order is
/// the packed operand of the next one, weights are read where they lie, and sums over channels or attention keys run down vectors
/// instead of across them. Tokens beyond the last fill its panel; nothing reads across tokens, so their content is of no account.
/// Reused from batch to batch; not thread-safe while it grows.
/// </summary>
internal sealed unsafe class PanelMatrix
{
    private const int Alignment = 64;
    private float[] _memory = [];
    private int _first;

    /// <summary>Creates an empty matrix.</summary>
    /// <param name="width">Tokens of a panel.</param>
    public PanelMatrix(int width) => Width = width;

    /// <summary>Tokens of a panel.</summary>
    public int Width { get; }

    /// <summary>Channels of every token.</summary>
    public int Channels { get; private set; }

    /// <summary>Tokens.</summary>
    public int Tokens { get; private set; }

    /// <summary>Panels.</summary>
    public int Panels => (Tokens + Width - 1) / Width;

    /// <summary>Numbers from one panel to the next.</summary>
    public int PanelStride => Channels * Width;

    /// <summary>A single number.</summary>
    public float this[int token, int channel]
    {
        get => Values(0, Panels)[Index(token, channel)];
        set => Values(0, Panels)[Index(token, channel)] = value;
    }

    /// <summary>Sets the shape; the contents are undefined afterwards.</summary>
    public void Reserve(int tokens, int channels)
    {
        (Tokens, Channels) = (tokens, channels);

        // Room to align the start, and for vectors that are read over the end.
        var needed = checked((Panels * PanelStride) + (2 * Alignment / sizeof(float)));
        if (_memory.Length < needed)
        {
            // Cleared, so that padding never holds numbers that slow arithmetic down; a quarter more, for slowly rising sizes.
            _memory = GC.AllocateArray<float>(needed + (needed / 4), pinned: true);
            var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
            _first = (int)((((address + Alignment - 1) & ~(nuint)(Alignment - 1)) - address) / sizeof(float));
        }
    }

    /// <summary>The numbers of panels [first, end).</summary>
    public Span<float> Values(int first, int end) => _memory.AsSpan(_first + (first * PanelStride), (end - first) * PanelStride);

    /// <summary>Takes rows [tokens, channels].</summary>
    public void FromRows(ReadOnlySpan<float> rows)
    {
        Lengths.Matrix(Tokens, Channels, rows.Length, nameof(rows));
        fixed (float* source = rows)
        {
            for (var panel = 0; panel < Panels; panel++)
            {
                var first = panel * Width;
                Packing.Interleave(source + ((nint)first * Channels), Channels, 1, Math.Min(Width, Tokens - first), Channels, Panel(panel), Width);
            }
        }
    }

    /// <summary>Writes rows [tokens, channels].</summary>
    public void ToRows(Span<float> rows)
    {
        Lengths.Matrix(Tokens, Channels, rows.Length, nameof(rows));
        fixed (float* target = rows)
        {
            for (var panel = 0; panel < Panels; panel++)
            {
                var first = panel * Width;
                Packing.Interleave(Panel(panel), Width, 1, Channels, Math.Min(Width, Tokens - first), target + ((nint)first * Channels), Channels);
            }
        }
    }

    /// <summary>The first number of a panel; the memory is pinned, and aligned to a cache line.</summary>
    public float* Panel(int panel) => (float*)Unsafe.AsPointer(ref _memory[_first]) + ((nint)panel * PanelStride);

    private int Index(int token, int channel) => (token / Width * PanelStride) + (channel * Width) + (token % Width);
}
