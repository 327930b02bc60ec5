using System.Text.Json;
using GwSmm.Encoders;
using GwSmm.Merging;

namespace GwSmm.Cli.Tests;

public sealed class MergeCommandTests : IDisposable
{
    private readonly ScorerDirectories _models = new();

    public static TheoryData<string> Methods => [.. MergeMethods.TensorNames];

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_method_writes_what_it_gives_in_memory(string name)
    {
        string[] directories = [_models.Add("Q1"), _models.Add("Q2"), _models.Add("Q3")];
        var result = Command.Run(["merge", "--models", .. directories, "--base", _models.Base, "--method", name, "--seed", "5", "--threads", "2", "--out", _models.PathTo("out")]);

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        var models = directories.Select(directory => ScoringModel.Load(directory)).ToArray();
        var expected = MergeMethods.Create(name, 5).Merge(new MergeInput(["Q1", "Q2", "Q3"], [.. models.Select(model => model.Weights)], _models.Encoder.Weights));
        var merged = MergedDirectory.Load(_models.PathTo("out"));
        Assert.Equal(name, merged.Provenance.Method);
        Assert.Equal(_models.Encoder.Hash, merged.Provenance.BaseHash);
        Assert.All(expected.Tensors, tensor => Assert.Equal(tensor.Data, merged.Groups[0].Weights[tensor.Name].Data));
        Assert.All(models, model => Assert.Equal(model.Head.Weight, merged.HeadOf(model.Item).Weight));
    }

    [Fact]
    public void Groups_follow_the_plan_and_one_model_alone_stays_what_it_is()
    {
        string[] directories = [_models.Add("1"), _models.Add("2", kind: HeadKind.MultiLabel), _models.Add("10")];
        var plan = _models.Write("plan.json", """{"groups": [[10, 1], [2]], "reason": "by hand"}""");
        var result = Command.Run(["merge", "--models", .. directories, "--plan", plan, "--base", _models.Base, "--method", "ties", "--density", "0.5", "--out", _models.PathTo("out"), "--json"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        var merged = MergedDirectory.Load(_models.PathTo("out"));
        Assert.Equal([["1", "10"], ["2"]], merged.Groups.Select(group => group.Items));
        Assert.Equal(_models.Model("2").Weights.Tensors.Select(tensor => tensor.Data), BaseEncoder.Load(_models.PathTo("out/group-2")).Weights.Tensors.Select(tensor => tensor.Data));
        Assert.Equal([0.3f, 0.6f], merged.HeadOf("2").Thresholds);
        Assert.Equal(["2-no", "2-yes"], merged.HeadOf("2").Labels);
        Assert.Equal("by hand", merged.Provenance.Plan.Reason);

        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(0.5, json.GetProperty("parameters").GetProperty("density").GetDouble());
        var group = json.GetProperty("groups")[0];
        var weights = new FileInfo(_models.PathTo("out/group-1/model.safetensors")).Length;
        Assert.InRange(group.GetProperty("bytesAfter").GetInt64(), weights, weights + 1000);
        Assert.Equal(2, group.GetProperty("changeNorms").GetArrayLength());
        using var manifest = JsonDocument.Parse(File.ReadAllText(_models.PathTo("out/merge.json")));
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_models.PathTo("10/model.safetensors")))),
            manifest.RootElement.GetProperty("groups")[0].GetProperty("items")[1].GetProperty("sha256").GetProperty("model.safetensors").GetString());

        var again = _models.PathTo("merged.gwsmm");
        merged.Save(again);
        Assert.Equal(merged.Groups[0].Weights["pooler.dense.weight"].Data, MergedModel.Load(again).Groups[0].Weights["pooler.dense.weight"].Data);
    }

    [Fact]
    public void The_same_command_gives_the_same_bytes_for_any_number_of_threads()
    {
        string[] directories = [_models.Add("Q1"), _models.Add("Q2")];
        foreach (var threads in new[] { "1", "3" })
        {
            var result = Command.Run(["merge", "--models", .. directories, "--base", _models.Base, "--method", "della", "--threads", threads, "--out", _models.PathTo("out" + threads)]);
            Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        }

        foreach (var name in new[] { "merge.json", "group-1/model.safetensors", "group-1/config.json", "group-1/vocab.txt", "group-1/heads.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(_models.PathTo("out1/" + name)), File.ReadAllBytes(_models.PathTo("out3/" + name)));
        }
    }

    [Fact]
    public void A_dry_run_tells_sizes_and_writes_nothing()
    {
        string[] directories = [_models.Add("Q1"), _models.Add("Q2")];
        var before = _models.Names();
        var result = Command.Run(["merge", "--models", .. directories, "--dry-run", "--json", "--out", _models.PathTo("out")]);

        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        Assert.Equal(before, _models.Names());
        Assert.Contains("group-1", result.Error, StringComparison.Ordinal);
        var group = JsonDocument.Parse(result.Output).RootElement.GetProperty("groups")[0];
        Assert.Equal(2 * new FileInfo(_models.PathTo("Q1/model.safetensors")).Length, group.GetProperty("bytesBefore").GetInt64());
        Assert.True(group.GetProperty("memoryBytes").GetInt64() > 0);
        Command.Refuses(["merge", "--models", .. directories], "--out is missing", "--dry-run");
    }

    [Fact]
    public void A_dry_run_finds_parameters_that_do_not_fit_a_group()
    {
        string[] directories = [_models.Add("Q1"), _models.Add("Q2"), _models.Add("Q3")];
        string[] args = ["merge", "--models", .. directories, "--dry-run"];
        Command.Refuses([.. args, "--method", "average", "--weight", "Q1=1", "--weight", "Q2=1"], "'Q3' has no merge weight");
        Command.Refuses([.. args, "--method", "slerp", "--fraction", "0.3"], "fraction is for two");

        // A fraction suits a pair, and an item alone is not merged at all.
        var plan = _models.Write("plan.json", """{"groups": [["Q1", "Q2"], ["Q3"]]}""");
        string[] pairs = [.. args, "--plan", plan, "--method"];
        Assert.Equal(ExitCode.Success, Command.Run([.. pairs, "slerp", "--fraction", "0.3"]).ExitCode);
        Assert.Equal(ExitCode.Success, Command.Run([.. pairs, "average", "--weight", "Q1=1", "--weight", "Q2=1"]).ExitCode);
        Assert.DoesNotContain(_models.Names(), name => name.StartsWith("out", StringComparison.Ordinal));
    }

    [Fact]
    public void Models_from_another_base_or_of_other_features_are_refused_before_anything_is_written()
    {
        var other = BaseEncoder.Create(_models.Encoder.Config, _models.Encoder.Vocabulary, 2);
        other.Save(_models.PathTo("other"));
        string[] directories = [_models.Add("Q1"), _models.Add("Q2", origin: other)];
        string[] args = ["merge", "--models", .. directories, "--out", _models.PathTo("out")];

        Command.Refuses(args, "'Q1'", "'Q2'", "different base encoders");
        Command.Refuses(["merge", "--models", directories[1], "--base", _models.Base, "--dry-run"], "'Q2'", _models.Base, "Give the base");
        Command.Refuses(["merge", "--models", _models.PathTo("Q1"), _models.Add("Q3", features: new FeatureOptions { MaxTokens = 7 }), "--out", _models.PathTo("out")], "different features", "'Q3'");
        Command.Refuses(["merge", "--models", _models.PathTo("Q1"), _models.Add("Q4"), "--method", "ties", "--out", _models.PathTo("out")], "'ties' needs the base", "--base");
        Assert.DoesNotContain(_models.Names(), name => name.StartsWith("out", StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_or_damaged_model_is_refused()
    {
        string[] directories = [_models.Add("Q1"), _models.Add("Q2")];
        string[] args = ["merge", "--models", .. directories, "--out", _models.PathTo("out")];
        var path = _models.PathTo("Q2/model.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Command.Refuses(args, "model.safetensors", "SHA-256 differs");
        File.WriteAllBytes(path, bytes[..^8]);
        Command.Refuses(args, path, "truncated");
        File.Delete(_models.PathTo("Q1/gwsmm.json"));
        File.Delete(_models.PathTo("Q2/gwsmm.json"));
        bytes.AsSpan(8 + BitConverter.ToInt32(bytes), 4).Fill(0xFF);
        File.WriteAllBytes(path, bytes);
        Command.Refuses(args, "'Q2'", "NaN", "finite");
        Assert.DoesNotContain(_models.Names(), name => name.StartsWith("out", StringComparison.Ordinal));
    }

    [Fact]
    public void Items_are_those_saved_those_given_or_the_names_of_directories()
    {
        string[] directories = [_models.Add("Q1"), _models.Add("Q2")];
        string[] args = ["merge", "--models", .. directories];
        Assert.Contains("a b", Command.Run([.. args, "--items", "a", "b", "--dry-run"]).Error, StringComparison.Ordinal);
        File.Delete(_models.PathTo("Q1/gwsmm.json"));
        File.Delete(_models.PathTo("Q2/gwsmm.json"));
        Assert.Contains("Q1 Q2", Command.Run([.. args, "--dry-run"]).Error, StringComparison.Ordinal);
        Command.Refuses([.. args, "--items", "a", "--dry-run"], "1 items for 2 models");
        Command.Refuses([.. args, "--items", "a", "a", "--dry-run"], "both of item 'a'");
        Command.Refuses([.. args, "--dry-run", "--plan", _models.Write("plan.json", """{"groups": [["Q1"]]}""")], "'Q2'");
        Command.Refuses(["merge", "--models", _models.PathTo("no"), "--dry-run"], "does not exist");
    }

    [Fact]
    public void Warnings_name_long_task_vectors_and_models_that_say_nothing_of_their_base()
    {
        string[] directories = [_models.Add("Q1", 0.5), _models.Add("Q2", 0.01), _models.Add("Q3", 0)];
        File.Delete(_models.PathTo("Q2/gwsmm.json"));
        var error = Command.Run(["merge", "--models", directories[0], directories[2], "--base", _models.Base, "--dry-run"]).Error;
        Assert.Contains("'Q3' equals the base encoder", error, StringComparison.Ordinal);
        _models.Add("Q2", 0.01);
        error = Command.Run(["merge", "--models", directories[0], directories[1], "--base", _models.Base, "--dry-run"]).Error;
        Assert.Contains("item 'Q1' 5", error, StringComparison.Ordinal);
        Assert.Contains("times as far", error, StringComparison.Ordinal);
        File.Delete(_models.PathTo("Q1/gwsmm.json"));
        File.Delete(_models.PathTo("Q2/gwsmm.json"));
        error = Command.Run(["merge", "--models", directories[0], directories[1], "--base", _models.Base, "--dry-run"]).Error;
        Assert.Contains("taken on trust", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_without_head_is_merged_and_said_to_have_none()
    {
        var result = Command.Run(["merge", "--models", _models.Base, "--out", _models.PathTo("out")]);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        Assert.Contains("has no head", result.Error, StringComparison.Ordinal);
        Assert.Equal(_models.Encoder.Hash, BaseEncoder.Load(_models.PathTo("out/group-1")).Hash);
        Assert.Contains("has no head", Assert.Throws<GwSmmException>(() => MergedDirectory.Load(_models.PathTo("out"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("average", "--density", "0.5", "--weight")]
    [InlineData("wudi", "--lambda", "0.5", "--ridge")]
    [InlineData("paper-ties", "--density", "0.5", "no parameters")]
    [InlineData("slerp", "--item-lambda", "a=1", "--fraction, --task-vectors")]
    public void Parameters_of_another_method_are_refused(string method, string option, string value, string taken) =>
        Command.Refuses(["merge", "--models", _models.Base, "--method", method, option, value, "--dry-run"], $"--method {method} does not take {option}", taken);

    [Theory]
    [InlineData("ties", "--density", "2", "density is 2")]
    [InlineData("ties", "--scope", "layer", "expected model or tensor")]
    [InlineData("average", "--weight", "Q1", "ITEM=VALUE")]
    [InlineData("task-arithmetic", "--item-lambda", "Q1=x", "ITEM=VALUE")]
    [InlineData("tsv-m", "--rank-share", "0", "rank share is 0")]
    [InlineData("della", "--window", "1.5", "window is 1.5")]
    public void Bad_values_are_refused(string method, string option, string value, string expected) =>
        Command.Refuses(["merge", "--models", _models.Base, "--method", method, option, value, "--dry-run"], expected);

    [Fact]
    public void Existing_groups_are_not_written_over_and_changed_results_are_not_read()
    {
        string[] args = ["merge", "--models", _models.Add("Q1"), _models.Add("Q2"), "--out", _models.PathTo("out")];
        Assert.Equal(ExitCode.Success, Command.Run(args).ExitCode);
        Command.Refuses(args, "group-1", "exists already");
        var path = _models.PathTo("out/group-1/heads.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("SHA-256 differs", Assert.Throws<GwSmmException>(() => MergedDirectory.Load(_models.PathTo("out"))).Message, StringComparison.Ordinal);
        File.WriteAllText(_models.PathTo("out/merge.json"), """{"format": "gwsmm-directory", "formatVersion": 3}""");
        Assert.Contains("format version 3", Assert.Throws<GwSmmException>(() => MergedDirectory.Load(_models.PathTo("out"))).Message, StringComparison.Ordinal);
        File.WriteAllText(_models.PathTo("out/merge.json"), "{");
        Assert.Contains("damaged", Assert.Throws<GwSmmException>(() => MergedDirectory.Load(_models.PathTo("out"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_merge_leaves_nothing()
    {
        string[] args = ["merge", "--models", _models.Add("Q1"), _models.Add("Q2"), "--out", _models.PathTo("out")];
        Assert.Equal(ExitCode.Cancelled, Command.Run(new CancellationToken(canceled: true), args).ExitCode);
        using var source = new CancellationTokenSource();
        using var error = new CancellingWriter("Checking", source);
        Assert.Equal(ExitCode.Cancelled, Program.Run(args, TextWriter.Null, error, source.Token));
        Assert.DoesNotContain(_models.Names(), name => name.StartsWith("out", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_and_lambdas_by_item_reach_the_method()
    {
        string[] args = ["merge", "--models", _models.Add("Q1"), _models.Add("Q2"), "--base", _models.Base, "--out"];
        var result = Command.Run([.. args, _models.PathTo("a"), "--method", "task-arithmetic", "--item-lambda", "Q1=1", "--item-lambda", "Q2=0"]);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        var expected = _models.Model("Q1").Weights["pooler.dense.bias"].Data;
        Assert.Equal(expected, BaseEncoder.Load(_models.PathTo("a/group-1")).Weights["pooler.dense.bias"].Data);
        result = Command.Run([.. args, _models.PathTo("b"), "--method", "average", "--weight", "Q1=1000000000", "--weight", "Q2=0.000001"]);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
        Assert.All(expected.Zip(BaseEncoder.Load(_models.PathTo("b/group-1")).Weights["pooler.dense.bias"].Data), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
