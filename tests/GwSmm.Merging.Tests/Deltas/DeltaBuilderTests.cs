using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public class DeltaBuilderTests
{
    private const string Matrix = "encoder.layer.0.intermediate.dense.weight";
    private const string Words = "embeddings.word_embeddings.weight";
    private static readonly EncoderWeights Shared = TinyModels.Base().Weights;
    private static readonly EncoderWeights Individual = Changed();

    [Theory]
    [InlineData(DeltaKind.Dense, 0)]
    [InlineData(DeltaKind.Int8, 0.01)]
    [InlineData(DeltaKind.Int4, 0.12)]
    [InlineData(DeltaKind.Int3, 0.25)]
    [InlineData(DeltaKind.Int2, 0.45)]
    [InlineData(DeltaKind.Sign, 0.7)]
    [InlineData(DeltaKind.LowRank, 0.9)]
    public void Every_kind_keeps_the_difference_as_well_as_its_bits_allow(DeltaKind kind, double most)
    {
        var build = DeltaBuilder.Measure(Shared, Individual, new DeltaOptions { Kind = kind, Rank = 4 });
        var applied = build.Delta.ApplyTo(Shared);

        Assert.InRange(build.RelativeError, 0, most + 1e-6);
        foreach (var error in build.Errors)
        {
            Assert.Equal(Distance(applied[error.Name].Data, Individual[error.Name].Data), error.ErrorNorm, 1e-5);
            Assert.Equal(Distance(Shared[error.Name].Data, Individual[error.Name].Data), error.Norm, 1e-5);
            Assert.Equal(build.Delta.TryGet(error.Name, out var delta) ? delta.ByteCount : 0, error.ByteCount);
            Assert.True(kind == DeltaKind.LowRank || Individual[error.Name].Shape.Count == 2 || error.RelativeError < 1e-6);
        }
    }

    [Fact]
    public void Fewer_bits_take_fewer_bytes_and_lose_more()
    {
        DeltaKind[] kinds = [DeltaKind.Dense, DeltaKind.Int8, DeltaKind.Int4, DeltaKind.Int3, DeltaKind.Int2, DeltaKind.Sign];
        var builds = kinds.Select(kind => DeltaBuilder.Measure(Shared, Individual, new DeltaOptions { Kind = kind })).ToArray();
        Assert.Equal(builds.OrderByDescending(build => build.Delta.ByteCount), builds);
        Assert.Equal(builds.OrderBy(build => build.RelativeError), builds);
    }

    [Fact]
    public void Only_rows_of_the_embedding_that_differ_are_stored()
    {
        var delta = DeltaBuilder.Build(Shared, Individual);
        Assert.True(delta.TryGet(Words, out var words));
        Assert.Equal([3, 4, 9], Assert.IsType<RowDelta>(words).ChangedRows);
        Assert.False(DeltaBuilder.Build(Shared, Individual, new DeltaOptions { Embeddings = false }).TryGet(Words, out _));
    }

    [Fact]
    public void Equal_encoders_and_unwanted_tensors_need_no_delta()
    {
        Assert.Empty(DeltaBuilder.Build(Shared, Shared).Tensors);
        Assert.Equal(0, DeltaBuilder.Measure(Shared, Shared).RelativeError);
        var one = DeltaBuilder.Build(Shared, Individual, new DeltaOptions { Tensors = name => string.Equals(name, Matrix, StringComparison.Ordinal) });
        Assert.Equal(Matrix, Assert.Single(one.Tensors).Name);
    }

    [Fact]
    public void Half_precision_halves_what_is_stored_as_it_is()
    {
        Assert.Equal(Dense(false).ByteCount, 2 * Dense(true).ByteCount);
        Assert.InRange(DeltaBuilder.Measure(Shared, Individual, new DeltaOptions { Kind = DeltaKind.Dense, HalfPrecision = true }).RelativeError, 1e-6, 1e-3);

        static EncoderDelta Dense(bool half) => DeltaBuilder.Build(Shared, Individual, new DeltaOptions { Kind = DeltaKind.Dense, HalfPrecision = half, Embeddings = false });
    }

    [Theory]
    [InlineData(DeltaKind.Int4)]
    [InlineData(DeltaKind.LowRank)]
    [InlineData(DeltaKind.Sign)]
    public void The_number_of_threads_does_not_change_a_bit(DeltaKind kind) => Assert.Equal(Bytes(kind, 1), Bytes(kind, 3));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    public void The_scale_is_as_good_as_a_fine_search_finds(int bits)
    {
        var random = new DeterministicRandom(4);
        for (var repeat = 0; repeat < 5; repeat++)
        {
            float[] row = [.. Enumerable.Range(0, 128).Select(_ => (float)random.NextGaussian())];
            foreach (var halfSteps in new[] { false, true })
            {
                var (_, error) = QuantizedFit.BestScale(row, bits, halfSteps);
                var (scale, least) = (row.Max(Math.Abs) / ((1 << (bits - 1)) - (halfSteps ? 0.5f : 1)), double.MaxValue);
                for (var k = 0; k <= 1000; k++)
                {
                    least = Math.Min(least, Error(row, scale * (0.1f + (0.0009f * k)), bits, halfSteps));
                }

                Assert.InRange(error, 0, least * 1.15);
            }
        }
    }

    [Fact]
    public void Rows_with_many_zeros_get_whole_steps_and_dense_rows_half_steps()
    {
        var random = new DeterministicRandom(5);
        float[] sparse = [.. Enumerable.Range(0, 256).Select(i => i % 8 == 0 ? (float)random.NextGaussian() : 0)];
        float[] dense = [.. Enumerable.Range(0, 256).Select(_ => (float)random.NextGaussian())];
        Assert.False(QuantizedFit.Fit("x", [2, 128], sparse, 2, 1).HalfSteps);
        Assert.True(QuantizedFit.Fit("x", [2, 128], dense, 2, 1).HalfSteps);
    }

    [Fact]
    public void Zero_and_tiny_rows_are_harmless()
    {
        float[] values = [0, 0, 0, 0, 1e-40f, -1e-40f, 1e-40f, 0, 1, -1, 2, -2];
        var target = new float[12];
        QuantizedFit.Fit("x", [3, 4], values, 4, 1).AddTo(target);
        Assert.All(target[..8], value => Assert.InRange(value, -1e-39f, 1e-39f));
        Assert.Equal(2, target[10], 0.2);
    }

    [Fact]
    public void The_mean_magnitude_of_what_is_kept_is_the_scale_of_signs()
    {
        var target = new float[6];
        var delta = SignFit.Fit("x", [1, 6], [4, -1, 0.5f, -2, 2, 0], 0.5, 1);
        delta.AddTo(target);
        Assert.Equal([8f / 3, 0, 0, -8f / 3, 8f / 3, 0], target);
        Assert.Equal(0.5, delta.Density);
    }

    [Theory]
    [InlineData(40, 30, 3)]
    [InlineData(30, 40, 3)]
    [InlineData(150, 220, 6)]
    [InlineData(220, 150, 6)]
    [InlineData(4, 3, 16)]
    public void Low_rank_has_the_error_of_the_singular_values_left_out(int rows, int columns, int rank)
    {
        var random = new DeterministicRandom(6);
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(i => (float)(random.NextGaussian() * (1 + (i % columns % 7))))];
        var singular = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(rows, columns, values.Select(value => (double)value)).Svd(false).S;
        var expected = Math.Sqrt(singular.Skip(rank).Sum(value => value * value));
        var approximation = new float[values.Length];

        LowRankFit.Fit("x", [rows, columns], values, rank, 1).AddTo(approximation);

        Assert.Equal(expected, Distance(values, approximation), 1e-3 * (1 + expected));
    }

    [Fact]
    public void Options_have_documented_defaults_and_ranges()
    {
        Assert.Equal(new DeltaOptions { Kind = DeltaKind.Int4, Rank = 16, Density = 1, Embeddings = true, HalfPrecision = false, Tensors = null, Threads = 0 }, new DeltaOptions());
        foreach (var bad in new[]
            {
                new DeltaOptions { Rank = 0 }, new DeltaOptions { Density = 0 }, new DeltaOptions { Density = 1.1 }, new DeltaOptions { Density = double.NaN },
                new DeltaOptions { Threads = -1 }, new DeltaOptions { Kind = (DeltaKind)99 },
            })
        {
            Assert.Contains("Option DeltaOptions.", Assert.Throws<GwSmmException>(() => DeltaBuilder.Build(Shared, Individual, bad)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Values_that_are_not_finite_and_other_architectures_are_refused()
    {
        var broken = Individual.Clone();
        broken[Matrix].Data[5] = float.NaN;
        Assert.Contains(Matrix, Assert.Throws<GwSmmException>(() => DeltaBuilder.Build(Shared, broken)).Message, StringComparison.Ordinal);
        var fewer = new EncoderWeights(Individual.Tensors.Skip(1));
        Assert.Throws<GwSmmException>(() => DeltaBuilder.Build(Shared, fewer));
    }

    private static byte[] Bytes(DeltaKind kind, int threads)
    {
        using var stream = new MemoryStream();
        EncoderDeltaFile.Write(stream, DeltaBuilder.Build(Shared, Individual, new DeltaOptions { Kind = kind, Threads = threads }));
        return stream.ToArray();
    }

    private static EncoderWeights Changed()
    {
        var random = new DeterministicRandom(3);
        var weights = Shared.Clone();
        foreach (var tensor in weights.Tensors)
        {
            for (var i = 0; i < tensor.Data.Length; i++)
            {
                var isWord = string.Equals(tensor.Name, Words, StringComparison.Ordinal);
                tensor.Data[i] += isWord && (i / 8) is not (3 or 4 or 9) ? 0 : 0.02f * (float)random.NextGaussian();
            }
        }

        return weights;
    }

    private static double Error(float[] row, float scale, int bits, bool halfSteps)
    {
        var most = (1 << (bits - 1)) - 1;
        return row.Sum(value =>
        {
            var level = halfSteps ? Math.Clamp(Math.Floor(value / scale), -most - 1, most) + 0.5 : Math.Clamp(Math.Round(value / scale), -most, most);
            return Math.Pow(value - (level * scale), 2);
        });
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - (double)y, 2)).Sum());
}
