using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GwSmm.Numerics;

/// <summary>Copies parts of a matrix into the order in which the innermost product reads them.</summary>
internal static unsafe class Packing
{
    /// <summary>
    /// Copies <paramref name="count"/> lines of <paramref name="length"/> numbers so that number l of all lines lies together:
    /// target[l * width + i] = source[i * line + l * step]; lines from count to width become zero. One of line and step is 1.
    /// </summary>
    public static void Interleave<T>(T* source, nint line, nint step, int count, int length, T* target, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (line == 1)
        {
            if (count == width && CopyLines((byte*)source, step * sizeof(T), length, (byte*)target, width * sizeof(T)))
            {
                return;
            }

            for (var l = 0; l < length; l++)
            {
                CopyLine(source + (l * step), target + ((nint)l * width), count, width);
            }

            return;
        }

        var i = 0;
        if (typeof(T) == typeof(float) && step == 1 && Sse.IsSupported)
        {
            for (; i + 4 <= count; i += 4)
            {
                Transpose4((float*)(source + (i * line)), line, length, (float*)(target + i), width);
            }

            for (; i + 2 <= count; i += 2)
            {
                Transpose2((float*)(source + (i * line)), line, length, (float*)(target + i), width);
            }
        }
        else if (typeof(T) == typeof(double) && step == 1 && Sse2.IsSupported)
        {
            for (; i + 2 <= count; i += 2)
            {
                Transpose2((double*)(source + (i * line)), line, length, (double*)(target + i), width);
            }
        }

        for (; i < width; i++)
        {
            var from = source + (i * line);
            var to = target + i;
            for (var l = 0; l < length; l++)
            {
                to[(nint)l * width] = i < count ? from[l * step] : T.Zero;
            }
        }
    }

    /// <summary>Copies lines of the usual widths in bytes; false for another width.</summary>
    private static bool CopyLines(byte* source, nint step, int length, byte* target, int width)
    {
        switch (width)
        {
            case 128:
                for (; length > 0; length--, source += step, target += width)
                {
                    Vector512.Load(source).Store(target);
                    Vector512.Load(source + 64).Store(target + 64);
                }

                return true;
            case 96:
                for (; length > 0; length--, source += step, target += width)
                {
                    Vector512.Load(source).Store(target);
                    Vector256.Load(source + 64).Store(target + 64);
                }

                return true;
            case 64:
                for (; length > 0; length--, source += step, target += width)
                {
                    Vector512.Load(source).Store(target);
                }

                return true;
            case 48:
                for (; length > 0; length--, source += step, target += width)
                {
                    Vector256.Load(source).Store(target);
                    Vector128.Load(source + 32).Store(target + 32);
                }

                return true;
            default:
                return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLine<T>(T* from, T* to, int count, int width)
        where T : unmanaged
    {
        var i = 0;
        if (count == width)
        {
            for (; i + Vector128<T>.Count <= width; i += Vector128<T>.Count)
            {
                Vector128.Load(from + i).Store(to + i);
            }

            if (typeof(T) == typeof(float) && i + 2 <= width)
            {
                // Six rows of float leave half a vector.
                Unsafe.WriteUnaligned(to + i, Unsafe.ReadUnaligned<long>(from + i));
                i += 2;
            }
        }

        for (; i < width; i++)
        {
            to[i] = i < count ? from[i] : default;
        }
    }

    private static void Transpose4(float* source, nint line, int length, float* target, nint width)
    {
        float* s0 = source, s1 = s0 + line, s2 = s1 + line, s3 = s2 + line;
        var l = 0;
        for (; l + 4 <= length; l += 4)
        {
            var low01 = Sse.UnpackLow(Vector128.Load(s0 + l), Vector128.Load(s1 + l));
            var high01 = Sse.UnpackHigh(Vector128.Load(s0 + l), Vector128.Load(s1 + l));
            var low23 = Sse.UnpackLow(Vector128.Load(s2 + l), Vector128.Load(s3 + l));
            var high23 = Sse.UnpackHigh(Vector128.Load(s2 + l), Vector128.Load(s3 + l));
            Sse.MoveLowToHigh(low01, low23).Store(target);
            Sse.MoveHighToLow(low23, low01).Store(target + width);
            Sse.MoveLowToHigh(high01, high23).Store(target + (2 * width));
            Sse.MoveHighToLow(high23, high01).Store(target + (3 * width));
            target += 4 * width;
        }

        for (; l < length; l++)
        {
            target[0] = s0[l];
            target[1] = s1[l];
            target[2] = s2[l];
            target[3] = s3[l];
            target += width;
        }
    }

    private static void Transpose2(float* source, nint line, int length, float* target, nint width)
    {
        float* s0 = source, s1 = s0 + line;
        var l = 0;
        for (; l + 4 <= length; l += 4)
        {
            var low = Sse.UnpackLow(Vector128.Load(s0 + l), Vector128.Load(s1 + l));
            var high = Sse.UnpackHigh(Vector128.Load(s0 + l), Vector128.Load(s1 + l));
            Sse.StoreLow(target, low);
            Sse.StoreHigh(target + width, low);
            Sse.StoreLow(target + (2 * width), high);
            Sse.StoreHigh(target + (3 * width), high);
            target += 4 * width;
        }

        for (; l < length; l++)
        {
            target[0] = s0[l];
            target[1] = s1[l];
            target += width;
        }
    }

    private static void Transpose2(double* source, nint line, int length, double* target, nint width)
    {
        double* s0 = source, s1 = s0 + line;
        var l = 0;
        for (; l + 2 <= length; l += 2)
        {
            var first = Vector128.Load(s0 + l);
            var second = Vector128.Load(s1 + l);
            Sse2.UnpackLow(first, second).Store(target);
            Sse2.UnpackHigh(first, second).Store(target + width);
            target += 2 * width;
        }

        for (; l < length; l++)
        {
            target[0] = s0[l];
            target[1] = s1[l];
            target += width;
        }
    }
}
