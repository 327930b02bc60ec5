using System.Runtime.CompilerServices;

namespace GwSmm.Numerics;

/// <summary>
/// Attention of one sequence and head on panels: transposed scores [key, query] and transposed context [channel, query] are
/// products of the tile, softmax runs down the keys. Only queries, keys and values of this head are copied.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TLanes">Arithmetic on the vector.</typeparam>
/// <typeparam name="TTile">The innermost product.</typeparam>
internal static unsafe class AttentionKernel<TVector, TLanes, TTile>
    where TVector : unmanaged
    where TLanes : struct, ILanes<float, TVector>
    where TTile : struct, ITile<float>
{
    /// <summary>See <see cref="IPanelKernels"/>.</summary>
    public static void Attend(PanelMatrix projections, PanelMatrix context, int start, int length, int head, int headWidth)
    {
        var width = TTile.Columns;
        var heads = projections.Channels / (3 * headWidth);

        // Copies end with a vector that may reach over the edge.
        var queryStride = width + TLanes.Count;
        var span = ((length + width - 1) / width * width) + width;
        var keyRows = (length + TTile.Rows - 1) / TTile.Rows * TTile.Rows;
        var valueRows = (headWidth + TTile.Rows - 1) / TTile.Rows * TTile.Rows;
        using var work = new AlignedBuffer<float>((headWidth * (queryStride + span)) + (valueRows * (span + width)) + (keyRows * width) + (2 * width));
        var queries = work.Start;
        var keys = queries + (headWidth * queryStride);
        var values = keys + (headWidth * span);
        var scores = values + (valueRows * span);
        var attended = scores + (keyRows * width);
        var inverse = attended + (valueRows * width);
        var one = TLanes.Broadcast(1f);
        Copy(projections, (heads + head) * headWidth, headWidth, start, length, keys, span, one);
        Copy(projections, ((2 * heads) + head) * headWidth, headWidth, start, length, values, span, one);
        var scale = TLanes.Broadcast((float)(1 / Math.Sqrt(headWidth)));
        for (var query = 0; query < length; query += width)
        {
            var count = Math.Min(width, length - query);
            Copy(projections, head * headWidth, headWidth, start + query, count, queries, queryStride, scale);
            for (var key = 0; key < length; key += TTile.Rows)
            {
                TTile.Run(headWidth, keys + key, 1, span, queries, queryStride, scores + (key * width), width, 1, 0);
            }

            Softmax(scores, length, width, inverse);
            for (var channel = 0; channel < headWidth; channel += TTile.Rows)
            {
                TTile.Run(length, values + (channel * span), span, 1, scores, width, attended + (channel * width), width, 1, 0);
            }

            Normalise(attended, headWidth, width, inverse);
            Put(context, head * headWidth, headWidth, start + query, count, attended);
        }
    }

    /// <summary>Replaces columns of scores by powers of e, and finds the inverse of their sums.</summary>
    private static void Softmax(float* scores, int length, nint width, float* inverse)
    {
        for (var lane = 0; lane < width; lane += TLanes.Count)
        {
            var column = scores + lane;
            var maximum = TLanes.Load(column);
            for (var key = 1; key < length; key++)
            {
                var score = TLanes.Load(column + (key * width));
                maximum = TLanes.WhereLess(maximum, score, score, maximum);
            }

            TVector even = TLanes.Broadcast(0f), odd = even;
            var k = 0;
            for (; k + 2 <= length; k += 2)
            {
                even = TLanes.Add(even, Power(column + (k * width), maximum));
                odd = TLanes.Add(odd, Power(column + ((k + 1) * width), maximum));
            }

            if (k < length)
            {
                even = TLanes.Add(even, Power(column + (k * width), maximum));
            }

            TLanes.Store(TLanes.Divide(TLanes.Broadcast(1f), TLanes.Add(even, odd)), inverse + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Power(float* score, TVector maximum)
    {
        var power = ExpKernel<TVector, TLanes>.NotAboveZero(TLanes.Subtract(TLanes.Load(score), maximum));
        TLanes.Store(power, score);
        return power;
    }

    private static void Normalise(float* attended, int channels, nint width, float* inverse)
    {
        var (inverse0, inverse1) = (TLanes.Load(inverse), TLanes.Load(inverse + TLanes.Count));
        for (var channel = 0; channel < channels; channel++)
        {
            var row = attended + (channel * width);
            TLanes.Store(TLanes.Multiply(TLanes.Load(row), inverse0), row);
            TLanes.Store(TLanes.Multiply(TLanes.Load(row + TLanes.Count), inverse1), row + TLanes.Count);
        }
    }

    /// <summary>Copies tokens of some channels, times a factor, to [channel, token]; writes up to a vector too far.</summary>
    private static void Copy(PanelMatrix source, int firstChannel, int channels, int start, int count, float* target, nint stride, TVector factor)
    {
        var width = source.Width;
        for (var token = 0; token < count;)
        {
            var (panel, column) = Math.DivRem(start + token, width);
            var part = Math.Min(width - column, count - token);
            var from = source.Panel(panel) + ((nint)firstChannel * width) + column;
            var to = target + token;
            var wide = part > TLanes.Count;
            for (var channel = 0; channel < channels; channel++)
            {
                TLanes.Store(TLanes.Multiply(TLanes.Load(from), factor), to);
                if (wide)
                {
                    TLanes.Store(TLanes.Multiply(TLanes.Load(from + TLanes.Count), factor), to + TLanes.Count);
                }

                from += width;
                to += stride;
            }

            token += part;
        }
    }

    /// <summary>Copies [channel, token] into panels, exactly: the neighbours belong to other sequences.</summary>
    private static void Put(PanelMatrix target, int firstChannel, int channels, int start, int count, float* source)
    {
        nint width = target.Width;
        for (var token = 0; token < count;)
        {
            var (panel, column) = Math.DivRem(start + token, target.Width);
            var part = Math.Min((int)width - column, count - token);
            var to = target.Panel(panel) + (firstChannel * width) + column;
            var from = source + token;
            for (var channel = 0; channel < channels; channel++)
            {
                if (part >= TLanes.Count)
                {
                    TLanes.Store(TLanes.Load(from), to);
                    TLanes.Store(TLanes.Load(from + part - TLanes.Count), to + part - TLanes.Count);
                }
                else
                {
                    new ReadOnlySpan<float>(from, part).CopyTo(new Span<float>(to, part));
                }

                from += width;
                to += width;
            }

            token += part;
        }
    }
}
