using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GwSmm.Numerics;

/// <summary>
/// Activations of 8 unsigned bits in the order of <see cref="PanelMatrix"/>, four channels of a token together: [panel, channel / 4,
/// token in panel, 4]. Every token has its own range: x is about minimum + step * q.
/// </summary>
internal sealed unsafe class BytePanels
{
    private const int Alignment = 64;
    private byte[] _memory = [];
    private float[] _steps = [];
    private float[] _minima = [];
    private int _first;

    /// <summary>Creates an empty matrix.</summary>
    /// <param name="width">Tokens of a panel.</param>
    public BytePanels(int width) => Width = width;

    /// <summary>Tokens of a panel.</summary>
    public int Width { get; }

    /// <summary>Channels of every token.</summary>
    public int Channels { get; private set; }

    /// <summary>Bytes from one panel to the next.</summary>
    public int PanelStride => (Channels + ByteWeights.Group - 1) / ByteWeights.Group * ByteWeights.Group * Width;

    /// <summary>Step of every token [panels * width].</summary>
    public float[] Steps => _steps;

    /// <summary>Minimum of every token [panels * width].</summary>
    public float[] Minima => _minima;

    /// <summary>Sets the shape; the contents are undefined afterwards.</summary>
    public void Reserve(int tokens, int channels)
    {
        Channels = channels;
        var panels = (tokens + Width - 1) / Width;
        var needed = checked((panels * PanelStride) + Alignment);
        if (_memory.Length < needed)
        {
            _memory = GC.AllocateArray<byte>(needed + (needed / 4), pinned: true);
            var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
            _first = (int)(((address + Alignment - 1) & ~(nuint)(Alignment - 1)) - address);
        }

        if (_steps.Length < panels * Width)
        {
            _steps = GC.AllocateArray<float>(panels * Width * 5 / 4, pinned: true);
            _minima = GC.AllocateArray<float>(_steps.Length, pinned: true);
        }
    }

    /// <summary>The byte of a channel of a token.</summary>
    public ref byte At(int token, int channel) => ref Panel(token / Width)[(channel / ByteWeights.Group * Width * ByteWeights.Group) + (token % Width * ByteWeights.Group) + (channel % ByteWeights.Group)];

    /// <summary>The first byte of a panel; the memory is pinned, and aligned to a cache line.</summary>
    public byte* Panel(int panel) => (byte*)Unsafe.AsPointer(ref _memory[_first]) + ((nint)panel * PanelStride);
}
