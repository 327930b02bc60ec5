namespace GwSmm.Encoders;

/// <summary>A view of a storage, checked to lie inside it.</summary>
/// <param name="Storage">The values.</param>
/// <param name="Offset">The first value.</param>
/// <param name="Shape">Sizes of the dimensions, outermost first; none for a scalar.</param>
/// <param name="Strides">Values from one index of a dimension to the next, as many as sizes.</param>
/// <param name="Count">The number of values, at most that of the storage.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides, long Count)
{
    private const int MaxRank = 8;

    /// <summary>Whether the values stand row by row without gaps.</summary>
    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != expected)
                {
                    return false;
                }

                expected *= Shape[i];
            }

            return true;
        }
    }

    /// <summary>Checks a view.</summary>
    /// <param name="storage">The values.</param>
    /// <param name="offset">The first value.</param>
    /// <param name="shape">Sizes of the dimensions.</param>
    /// <param name="strides">Strides of the dimensions.</param>
    /// <param name="problem">What is wrong where there is no view.</param>
    /// <returns>The view; null where it would leave the storage, or repeat values so often that it is larger than the storage.</returns>
    public static TorchTensor? Create(TorchStorage storage, long offset, long[] shape, long[] strides, out string problem)
    {
        problem = $"makes a tensor [{string.Join(", ", shape.Take(MaxRank + 1))}] with strides [{string.Join(", ", strides.Take(MaxRank + 1))}] at {offset} of a storage of {storage.Count} values";
        if (shape.Length != strides.Length || shape.Length > MaxRank || offset < 0 || offset > storage.Count
            || Array.Exists(shape, size => size < 0) || Array.Exists(strides, stride => stride < 0))
        {
            return null;
        }

        var count = shape.Contains(0) ? 0L : 1L;
        var last = (Int128)offset;
        for (var i = 0; i < shape.Length && count > 0; i++)
        {
            // Without this a tensor of stride 0 could claim any size.
            if (shape[i] > storage.Count / count)
            {
                return null;
            }

            count *= shape[i];
            last += (Int128)(shape[i] - 1) * strides[i];
        }

        return count == 0 || last < storage.Count ? new TorchTensor(storage, offset, shape, strides, count) : null;
    }

    /// <summary>Copies the values of a view that is not contiguous, row by row.</summary>
    /// <param name="storage">All values of the storage.</param>
    /// <param name="target">Where <see cref="Count"/> values go.</param>
    public void Gather(ReadOnlySpan<float> storage, Span<float> target)
    {
        var index = new long[Shape.Length];
        var position = Offset;
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = storage[(int)position];
            for (var dimension = Shape.Length - 1; dimension >= 0; dimension--)
            {
                position += Strides[dimension];
                if (++index[dimension] < Shape[dimension])
                {
                    break;
                }

                position -= Shape[dimension] * Strides[dimension];
                index[dimension] = 0;
            }
        }
    }
}
