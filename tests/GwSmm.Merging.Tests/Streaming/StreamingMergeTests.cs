using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

public sealed class StreamingMergeTests : IDisposable
{
    private static readonly EncoderConfig Wide = TinyModels.Config with { HiddenSize = 96, IntermediateSize = 800, LayerCount = 1, HasPooler = true };

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gwsmm-test-");

    public static TheoryData<string> Names => [.. MergeMethods.TensorNames];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_method_gives_the_same_bits_from_files_as_in_memory_and_for_any_number_of_threads(string name)
    {
        // A dense layer of 76,800 values is larger than a part; the others are smaller.
        var method = (ITensorMergeMethod)MergeMethods.Create(name, 5);
        var origin = BaseEncoder.Create(Wide, TinyModels.Vocabulary, 1);
        EncoderWeights[] models = [Changed(origin.Weights, 1), Changed(origin.Weights, 2), Changed(origin.Weights, 3)];
        var expected = method.Merge(new MergeInput(["a", "b", "c"], models, origin.Weights));
        Assert.All(expected.Tensors, tensor => Assert.All(tensor.Data, value => Assert.True(float.IsFinite(value))));
        origin.Save(PathTo("base"));
        EncoderCheckpoint[] files = [.. models.Select((model, m) => Save(origin, model, $"{m}"))];
        using var baseFile = EncoderCheckpoint.Open(PathTo("base"));
        var source = new CheckpointSource(["a", "b", "c"], files, baseFile);
        foreach (var threads in new[] { 1, 3 })
        {
            using (var writer = new EncoderCheckpointWriter(PathTo("out"), Wide, TinyModels.Vocabulary, origin.LowerCase))
            {
                StreamingMerge.Merge(method, source, new CheckpointTarget(writer), threads);
                writer.Complete();
            }

            var actual = BaseEncoder.Load(PathTo("out")).Weights;
            Assert.All(expected.Tensors, tensor => Assert.Equal(tensor.Data, actual[tensor.Name].Data));
        }

        Array.ForEach(files, file => file.Dispose());
    }

    [Fact]
    public void Progress_reaches_one_and_a_stopped_merge_stops()
    {
        var input = SmallTask.Input(2);
        var reports = new List<double>();
        var target = new WeightsTarget(input.Base!);
        StreamingMerge.Merge(new AverageMerge(), new WeightsSource(input), target, 1, new Recorder(reports));
        Assert.Equal(1, reports[^1]);
        Assert.Equal(reports.Order(), reports);
        Assert.Equal(SmallTask.Flat(new AverageMerge().Merge(input)), SmallTask.Flat(target.Weights));
        Assert.Throws<OperationCanceledException>(() => StreamingMerge.Merge(new AverageMerge(), new WeightsSource(input), target, 1, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_memory_forecast_does_not_grow_with_the_model_but_with_the_largest_matrix()
    {
        var small = new WeightsSource(SmallTask.Input(3));
        Assert.Equal(2L * 4 * 65536 * sizeof(float), StreamingMerge.ForecastBytes(new AverageMerge(), small, 2));
        Assert.True(StreamingMerge.ForecastBytes(new TiesMerge(), small, 2) > StreamingMerge.ForecastBytes(new AverageMerge(), small, 2));
        var wide = BaseEncoder.Create(Wide, TinyModels.Vocabulary, 1).Weights;
        var large = new WeightsSource(new MergeInput(["a"], [wide], wide));
        Assert.Equal(2L * 2 * 65536 * sizeof(float), StreamingMerge.ForecastBytes(new AverageMerge(), large, 2));
        Assert.InRange(StreamingMerge.ForecastBytes(new TsvMerge(), large, 1), 96 * 800 * 8 * 10, 96 * 800 * 8 * 14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Rows_stay_together_when_a_method_asks_for_it(int seed)
    {
        var origin = BaseEncoder.Create(Wide, TinyModels.Vocabulary, (ulong)seed).Weights;
        var source = new WeightsSource(new MergeInput(["a"], [origin], origin));
        var loop = new PieceLoop(source, source.Tensors, 2, tensor => tensor.RowLength);
        var seen = source.Tensors.ToDictionary(tensor => tensor.Name, tensor => new int[tensor.Count], StringComparer.Ordinal);
        loop.Run(
            (piece, _) =>
            {
                Assert.Equal(0, piece.Start % piece.Tensor.RowLength);
                Assert.Equal(0, piece.Count % piece.Tensor.RowLength);
                Assert.Equal(origin[piece.Tensor.Name].Data.AsSpan(piece.Start, piece.Count), piece.Model(0));
                for (var i = 0; i < piece.Count; i++)
                {
                    seen[piece.Tensor.Name][piece.Start + i]++;
                }
            },
            default);
        Assert.All(seen.Values, counts => Assert.All(counts, count => Assert.Equal(1, count)));
    }

    private static EncoderWeights Changed(EncoderWeights origin, ulong seed)
    {
        var weights = origin.Clone();
        foreach (var tensor in weights.Tensors)
        {
            var random = new DeterministicRandom(DeterministicRandom.Derive(seed, tensor.Name));
            for (var i = 0; i < tensor.Data.Length; i++)
            {
                tensor.Data[i] += 0.01f * (float)random.NextGaussian();
            }
        }

        return weights;
    }

    private string PathTo(string name) => Path.Combine(_directory.FullName, name);

    private EncoderCheckpoint Save(BaseEncoder origin, EncoderWeights weights, string name)
    {
        new BaseEncoder(origin.Config, weights, origin.Vocabulary, origin.LowerCase, isPretrained: true).Save(PathTo(name));
        return EncoderCheckpoint.Open(PathTo(name));
    }

    private sealed class Recorder(List<double> reports) : IProgress<double>
    {
        public void Report(double value) => reports.Add(value);
    }
}
