using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GwSmm.Numerics;

/// <summary>
/// Unpacking on vectors. A factor of 2^n moves each lane's code to the top of its 32 bits, and an arithmetic shift brings it down with its
/// sign: no shift by lane is needed, which 128-bit hardware lacks. Every method returns the units of eight that it did.
/// </summary>
internal static unsafe class PackedCodesKernel
{
    private const int Unit = PackedCodes.Unit;

    public static int Add512(byte* packed, int bits, float offset, float scale, float* target, int units)
    {
        var factors = Vector512.Create(Factors256(bits), Factors256(bits));
        var (shifts, factor) = (Vector512.Create(offset), Vector512.Create(scale));
        var unit = 0;
        for (; unit <= units - 2; unit += 2)
        {
            var words = Vector512.Create(Words(packed + (unit * bits), bits), Words(packed + ((unit + 1) * bits), bits));
            var codes = Vector512.ConvertToSingle((words * factors) >> (32 - bits));
            var to = target + (unit * Unit);
            Vector512.Store(Vector512.Load(to) + ((codes + shifts) * factor), to);
        }

        return Add256(packed, bits, offset, scale, target, units, unit);
    }

    public static int Add256(byte* packed, int bits, float offset, float scale, float* target, int units, int start)
    {
        var factors = Factors256(bits);
        var (shifts, factor) = (Vector256.Create(offset), Vector256.Create(scale));
        for (var unit = start; unit < units; unit++)
        {
            var codes = Vector256.ConvertToSingle((Words(packed + (unit * bits), bits) * factors) >> (32 - bits));
            var to = target + (unit * Unit);
            Vector256.Store(Vector256.Load(to) + ((codes + shifts) * factor), to);
        }

        return units;
    }

    public static int Add128(byte* packed, int bits, float offset, float scale, float* target, int units)
    {
        var factors = Factors128(bits);
        var (shifts, factor) = (Vector128.Create(offset), Vector128.Create(scale));
        for (var unit = 0; unit < units; unit++)
        {
            var word = Read(packed + (unit * bits), bits);
            for (var half = 0; half < 2; half++)
            {
                var codes = Vector128.ConvertToSingle((Vector128.Create((int)(word >> (half * 4 * bits))) * factors) >> (32 - bits));
                var to = target + (unit * Unit) + (half * 4);
                Vector128.Store(Vector128.Load(to) + ((codes + shifts) * factor), to);
            }
        }

        return units;
    }

    public static int Mask512(byte* mask, float scale, float* values, float* target, int units)
    {
        var factors = Vector512.Create(Factors256(1), Factors256(1));
        var factor = Vector512.Create(scale);
        var unit = 0;
        for (; unit <= units - 2; unit += 2)
        {
            var chosen = (Vector512.Create(Words(mask + unit, 1), Words(mask + unit + 1, 1)) * factors) >> 31;
            var at = unit * Unit;
            Vector512.Store(Vector512.Load(target + at) + ((Vector512.Load(values + at) * factor).AsInt32() & chosen).AsSingle(), target + at);
        }

        return Mask256(mask, scale, values, target, units, unit);
    }

    public static int Mask256(byte* mask, float scale, float* values, float* target, int units, int start)
    {
        var factors = Factors256(1);
        var factor = Vector256.Create(scale);
        for (var unit = start; unit < units; unit++)
        {
            var chosen = (Words(mask + unit, 1) * factors) >> 31;
            var at = unit * Unit;
            Vector256.Store(Vector256.Load(target + at) + ((Vector256.Load(values + at) * factor).AsInt32() & chosen).AsSingle(), target + at);
        }

        return units;
    }

    public static int Mask128(byte* mask, float scale, float* values, float* target, int units)
    {
        var factors = Factors128(1);
        var factor = Vector128.Create(scale);
        for (var unit = 0; unit < units; unit++)
        {
            for (var half = 0; half < 2; half++)
            {
                var chosen = (Vector128.Create(mask[unit] >> (half * 4)) * factors) >> 31;
                var at = (unit * Unit) + (half * 4);
                Vector128.Store(Vector128.Load(target + at) + ((Vector128.Load(values + at) * factor).AsInt32() & chosen).AsSingle(), target + at);
            }
        }

        return units;
    }

    private static Vector128<int> Factors128(int bits) =>
        Vector128.Create(1 << (32 - bits), 1 << (32 - (2 * bits)), 1 << (32 - (3 * bits)), 1 << (32 - (4 * bits)));

    private static Vector256<int> Factors256(int bits) => Vector256.Create(Factors128(bits), Factors128(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Words(byte* packed, int bits)
    {
        var word = Read(packed, bits);
        return Vector256.Create(Vector128.Create((int)word), Vector128.Create((int)(word >> (4 * bits))));
    }

    /// <summary>Eight codes, and no byte more than they have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(byte* packed, int bits) => bits switch
    {
        1 => *packed,
        2 => Unsafe.ReadUnaligned<ushort>(packed),
        3 => Unsafe.ReadUnaligned<ushort>(packed) | ((ulong)packed[2] << 16),
        4 => Unsafe.ReadUnaligned<uint>(packed),
        8 => Unsafe.ReadUnaligned<ulong>(packed),
        _ => ReadBytes(packed, bits),
    };

    private static ulong ReadBytes(byte* packed, int bits)
    {
        var word = 0UL;
        for (var i = 0; i < bits; i++)
        {
            word |= (ulong)packed[i] << (8 * i);
        }

        return word;
    }
}
