using System.Buffers.Binary;
using System.Text;

namespace GwSmm.Encoders;

/// <summary>Reads the bytes of a pickle in order; every length is compared with what is left before it is used.</summary>
/// <param name="source">The file, for messages.</param>
/// <param name="bytes">The pickle.</param>
internal sealed class PickleCursor(string source, byte[] bytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int _position;
    private int _instruction;

    /// <summary>The instruction that was read last.</summary>
    public PickleOpcode Opcode { get; private set; }

    /// <summary>Reads an instruction.</summary>
    /// <returns>The instruction.</returns>
    public PickleOpcode Next()
    {
        _instruction = _position;
        Opcode = default;
        return Opcode = (PickleOpcode)Take(1)[0];
    }

    /// <summary>Reads an unsigned number of one byte.</summary>
    /// <returns>The number.</returns>
    public int Byte() => Take(1)[0];

    /// <summary>Reads an unsigned number of two bytes.</summary>
    /// <returns>The number.</returns>
    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>Reads an unsigned number of four bytes.</summary>
    /// <returns>The number.</returns>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Reads an unsigned number of eight bytes.</summary>
    /// <returns>The number.</returns>
    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Reads a signed number of some bytes in two's complement, as LONG1 has it.</summary>
    /// <param name="length">Up to eight bytes; longer numbers are refused.</param>
    /// <returns>The number.</returns>
    public long Integer(int length)
    {
        if (length > sizeof(long))
        {
            throw Error($"holds a number of {length} bytes; at most {sizeof(long)} are read");
        }

        var digits = Take(length);
        var value = length > 0 && (digits[^1] & 0x80) != 0 ? -1L : 0L;
        for (var i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | digits[i];
        }

        return value;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="length">Its bytes in UTF-8.</param>
    /// <returns>The text.</returns>
    public string Text(ulong length)
    {
        try
        {
            return Strict.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw Error("holds a text that is not valid UTF-8");
        }
    }

    /// <summary>Reads a text up to a line feed.</summary>
    /// <returns>The text without it.</returns>
    public string Line()
    {
        var length = bytes.AsSpan(_position).IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Error("holds a name without end");
        }

        var line = Text((ulong)length);
        _position++;
        return line;
    }

    /// <summary>An error that names file, instruction and place.</summary>
    /// <param name="found">What is wrong with the instruction.</param>
    /// <returns>The exception to throw.</returns>
    public GwSmmException Error(string found)
    {
        var name = Enum.IsDefined(Opcode) ? $"{Opcode} (0x{(byte)Opcode:X2})" : $"0x{(byte)Opcode:X2}";
        return new GwSmmException(
            $"Checkpoint '{source}', data.pkl, byte {_instruction}: the instruction {name} {found}. Only names and tensors are read from a PyTorch file, and nothing in it is run. "
            + "If you trust the file, convert it to safetensors in Python (save_pretrained of transformers) and use that.");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(bytes.Length - _position))
        {
            throw Error($"needs {length} bytes, but {bytes.Length - _position} are left; the file is truncated or damaged");
        }

        var result = bytes.AsSpan(_position, (int)length);
        _position += (int)length;
        return result;
    }

    private ReadOnlySpan<byte> Take(int length) => Take((ulong)length);
}
