using System.Numerics.Tensors;
using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging;

/// <summary>Collects the masks of all items over shared vectors; only rows of a matrix that are not all zero are kept.</summary>
internal sealed class MaskBuilder
{
    private readonly TaskVectors _vectors;
    private readonly bool _halfPrecision;
    private readonly List<TensorDelta>[] _deltas;

    /// <summary>Starts with what is not masked: the differences of biases and norms.</summary>
    /// <param name="vectors">The encoders.</param>
    /// <param name="halfPrecision">Whether vectors are stored in half precision.</param>
    public MaskBuilder(TaskVectors vectors, bool halfPrecision)
    {
        _vectors = vectors;
        _halfPrecision = halfPrecision;
        var matrices = vectors.Matrices.ToHashSet(StringComparer.Ordinal);
        var options = new DeltaOptions { Kind = DeltaKind.Dense, Tensors = name => !matrices.Contains(name) };
        _deltas = [.. vectors.Input.Models.Select(model => DeltaBuilder.Build(vectors.Base, model, options).Tensors.ToList())];
    }

    /// <summary>Adds the masks of a matrix.</summary>
    /// <param name="name">The matrix.</param>
    /// <param name="vector">The shared vector.</param>
    /// <param name="keeps">Whether the mask of an item has a bit at a place.</param>
    /// <param name="scale">The factor of an item.</param>
    public void Add(string name, float[] vector, Func<int, int, bool> keeps, Func<int, float> scale)
    {
        var shape = _vectors.Base[name].Shape;
        var columns = shape[1];
        int[] rows = [.. Enumerable.Range(0, shape[0]).Where(row => vector.AsSpan(row * columns, columns).ContainsAnyExcept(0f))];
        if (rows.Length == 0)
        {
            return;
        }

        var shared = Vector(name, rows, columns, vector);
        var rowBytes = PackedCodes.RowBytes(columns, 1);
        var bits = new sbyte[columns];
        for (var m = 0; m < _deltas.Length; m++)
        {
            var mask = new byte[rows.Length * rowBytes];
            for (var row = 0; row < rows.Length; row++)
            {
                for (var i = 0; i < columns; i++)
                {
                    bits[i] = (sbyte)(keeps(m, (rows[row] * columns) + i) ? -1 : 0);
                }

                PackedCodes.Pack(bits, 1, mask.AsSpan(row * rowBytes, rowBytes));
            }

            var delta = new MaskDelta(name, shared, mask, scale(m));
            _deltas[m].Add(rows.Length == shape[0] ? delta : new RowDelta(name, shape, rows, delta));
        }
    }

    /// <summary>The base and the deltas of all items.</summary>
    public DeltaMerge Build() => new(
        _vectors.Base, _vectors.Input.Items.Select((item, m) => (item, m)).ToDictionary(pair => pair.item, pair => new EncoderDelta(_deltas[pair.m]), StringComparer.Ordinal));

    private DenseDelta Vector(string name, int[] rows, int columns, float[] vector)
    {
        var values = new float[rows.Length * columns];
        for (var i = 0; i < rows.Length; i++)
        {
            vector.AsSpan(rows[i] * columns, columns).CopyTo(values.AsSpan(i * columns));
        }

        if (!_halfPrecision)
        {
            return new DenseDelta(name, [rows.Length, columns], values);
        }

        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        return new DenseDelta(name, [rows.Length, columns], halves);
    }
}
