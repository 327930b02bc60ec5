using System.Text.Json.Nodes;
using GwSmm.Encoders;

namespace GwSmm.Merging.Tests;

public sealed class DirectoryMergerTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gwsmm-test-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_is_written_loads_as_the_model_that_was_merged_in_memory()
    {
        var origin = TinyModels.Base();
        ScoringModel[] models = [TinyModels.Model("1", origin), TinyModels.Model("2", origin, HeadKind.MultiLabel), TinyModels.Model("10", origin)];
        Array.ForEach(models, model => model.Save(PathTo(model.Item)));
        var plan = new MergePlan([["1", "10"], ["2"]], "by hand");
        using (var merger = DirectoryMerger.Open([.. models.Select(model => PathTo(model.Item))], options: new DirectoryMergeOptions { Plan = plan, Seed = 4 }))
        {
            Assert.Empty(merger.Warnings);
            Assert.Equal(["group-1", "group-2"], merger.Groups.Select(group => group.Directory), StringComparer.Ordinal);
            var shares = new List<double>();
            merger.Write(PathTo("out"), new Shares(shares));
            Assert.Equal(1, shares.Max());
        }

        var merged = MergedDirectory.Load(PathTo("out"));
        var expected = new AverageMerge().Merge(new MergeInput(["1", "10"], [models[0].Weights, models[2].Weights]));
        Assert.All(expected.Tensors, tensor => Assert.Equal(tensor.Data, merged.Groups[0].Weights[tensor.Name].Data));
        Assert.Equal(models[1].Head.Labels, merged.HeadOf("2").Labels);
        Assert.Equal(TinyModels.Features, merged.Features);
        Assert.Equal((4UL, origin.Hash, HeadFit.Keep), (merged.Provenance.Seed, merged.Provenance.BaseHash, merged.Provenance.HeadFit));
    }

    [Fact]
    public void Groups_of_different_architectures_may_stand_in_one_directory_but_are_no_one_model()
    {
        TinyModels.Base().Save(PathTo("a"));
        BaseEncoder.Create(TinyModels.Config with { LayerCount = 2 }, TinyModels.Vocabulary, 1).Save(PathTo("b"));
        using (var merger = DirectoryMerger.Open([PathTo("a"), PathTo("b")], options: new DirectoryMergeOptions { Plan = MergePlan.Alone(["a", "b"]) }))
        {
            Assert.Equal(2, merger.Warnings.Count);
            merger.Write(PathTo("out"));
        }

        Assert.Equal(2, BaseEncoder.Load(PathTo("out/group-2")).Config.LayerCount);
        Assert.Contains("layers 1 and 2", Assert.Throws<GwSmmException>(() => MergedDirectory.Load(PathTo("out"))).Message, StringComparison.Ordinal);
        Assert.Contains("layers 1 and 2", Assert.Throws<GwSmmException>(() => DirectoryMerger.Open([PathTo("a"), PathTo("b")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_with_different_longest_words_keep_them_but_are_no_one_model()
    {
        TinyModels.Base().Save(PathTo("a"));
        BaseEncoder.Create(TinyModels.Config, TinyModels.Vocabulary.WithMaxWordLength(100), 1).Save(PathTo("b"));
        using (var merger = DirectoryMerger.Open([PathTo("a"), PathTo("b")], options: new DirectoryMergeOptions { Plan = MergePlan.Alone(["a", "b"]) }))
        {
            merger.Write(PathTo("out"));
        }

        Assert.Equal((200, 100), (BaseEncoder.Load(PathTo("out/group-1")).Vocabulary.MaxWordLength, BaseEncoder.Load(PathTo("out/group-2")).Vocabulary.MaxWordLength));
        Assert.Contains("words of up to 200 and 100 characters", Assert.Throws<GwSmmException>(() => MergedDirectory.Load(PathTo("out"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(200, 2)]
    public void A_longest_word_that_older_programs_would_not_look_for_needs_a_new_version(int longest, int version)
    {
        var origin = BaseEncoder.Create(TinyModels.Config, TinyModels.Vocabulary.WithMaxWordLength(longest), 1);
        string[] items = ["1", "2"];
        Array.ForEach(items, item => TinyModels.Model(item, origin).Save(PathTo(item)));
        using (var merger = DirectoryMerger.Open([.. items.Select(PathTo)]))
        {
            merger.Write(PathTo("out"));
        }

        Assert.Equal(version, (int)JsonNode.Parse(File.ReadAllText(PathTo("out/merge.json")))!["formatVersion"]!);
        Assert.Equal(longest, MergedDirectory.Load(PathTo("out")).Vocabulary.MaxWordLength);
    }

    [Fact]
    public void Parameters_that_do_not_fit_are_refused_on_opening_and_nothing_is_read_twice()
    {
        var origin = TinyModels.Base();
        string[] items = ["1", "2", "3"];
        Array.ForEach(items, item => TinyModels.Model(item, origin).Save(PathTo(item)));
        string[] directories = [.. items.Select(PathTo)];
        var weights = new AverageMerge(new Dictionary<string, double>(StringComparer.Ordinal) { ["1"] = 1, ["2"] = 3 });
        Assert.Contains("'3' has no merge weight", Assert.Throws<GwSmmException>(() => DirectoryMerger.Open(directories, options: new DirectoryMergeOptions { Method = weights })).Message, StringComparison.Ordinal);

        var method = new CountingMerge();
        using var merger = DirectoryMerger.Open(directories, options: new DirectoryMergeOptions { Method = method, Plan = new MergePlan([["1", "2"], ["3"]]), Threads = 2 });
        Assert.Equal([2], method.Threads);
        merger.Write(PathTo("out"));
        Assert.Equal([2], method.Threads);
    }

    [Fact]
    public void The_memory_of_a_model_alone_is_that_of_a_copy_whatever_the_method()
    {
        var origin = TinyModels.Base();
        origin.Save(PathTo("base"));
        string[] items = ["1", "2", "3"];
        Array.ForEach(items, item => TinyModels.Model(item, origin).Save(PathTo(item)));
        long[] Memory(ITensorMergeMethod method)
        {
            var options = new DirectoryMergeOptions { Method = method, Plan = new MergePlan([["1", "2"], ["3"]]), Threads = 1 };
            using var merger = DirectoryMerger.Open([.. items.Select(PathTo)], null, PathTo("base"), options);
            return [.. merger.Groups.Select(group => group.MemoryBytes)];
        }

        var (average, dare) = (Memory(new AverageMerge()), Memory(new DareMerge()));
        Assert.Equal(average[1], dare[1]);
        Assert.True(average[0] < dare[0], $"{average[0]} and {dare[0]}");
    }

    [Fact]
    public void Nothing_to_merge_and_a_directory_that_was_not_merged_are_named()
    {
        Assert.Contains("no models", Assert.Throws<GwSmmException>(() => DirectoryMerger.Open([])).Message, StringComparison.Ordinal);
        Assert.Contains("merge.json", Assert.Throws<GwSmmException>(() => MergedDirectory.Load(_directory.FullName)).Message, StringComparison.Ordinal);
        File.WriteAllText(PathTo("merge.json"), "[]");
        Assert.Contains("does not describe merged encoders", Assert.Throws<GwSmmException>(() => MergedDirectory.Load(_directory.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DirectoryMergeOptions_Defaults()
    {
        var options = new DirectoryMergeOptions();
        Assert.Equal(("average", null, 0UL, null, Environment.ProcessorCount), (options.Method.Name, options.Parameters, options.Seed, options.Plan, options.Threads));
    }

    private string PathTo(string name) => Path.Combine(_directory.FullName, name);

    private sealed class Shares(List<double> shares) : IProgress<double>
    {
        public void Report(double value)
        {
            lock (shares)
            {
                shares.Add(value);
            }
        }
    }
}
