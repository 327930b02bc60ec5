using GwSmm.Encoders;

namespace GwSmm.Cli.Tests;

public sealed class PretrainCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Vocabulary_and_pretraining_make_a_base_that_can_be_loaded()
    {
        var text = _directory.Write("text.txt", Text + "a plant " + new string('x', 201) + "\n");
        var vocabulary = _directory.PathTo("vocab.txt");
        var made = Command.Run("vocab", "--text", text, "--size", "60", "--out", vocabulary, "--json");
        Assert.True(made.ExitCode == ExitCode.Success, made.Error);
        Assert.Contains($"\"tokens\":{Vocabulary.Load(vocabulary).Count}", made.Output, StringComparison.Ordinal);

        var trained = Command.Run(Pretrain(text, vocabulary, "--json"));
        Assert.True(trained.ExitCode == ExitCode.Success, trained.Error);
        Assert.Contains("held-out loss", trained.Error, StringComparison.Ordinal);
        Assert.Contains("1 word was longer than 200 characters", trained.Error, StringComparison.Ordinal);
        Assert.Contains("\"overlongWords\":1", trained.Output, StringComparison.Ordinal);
        Assert.Contains("\"steps\":3", trained.Output, StringComparison.Ordinal);
        var encoder = BaseEncoder.Load(_directory.PathTo("base"));
        Assert.True(encoder.IsPretrained);
        Assert.Equal(128, encoder.Config.HiddenSize);
        Assert.Equal(Vocabulary.Load(vocabulary).Tokens, encoder.Vocabulary.Tokens);
        Assert.True(File.Exists(_directory.PathTo("base/pretraining.json")));
    }

    [Fact]
    public void Refuses_what_cannot_be_used_and_leaves_nothing_behind()
    {
        var text = _directory.Write("text.txt", Text);
        var vocabulary = _directory.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nwater\n");

        Command.Refuses(Pretrain(text, vocabulary), "[MASK]");
        Command.Refuses(Pretrain(_directory.PathTo("none.txt"), vocabulary), "none.txt");
        Command.Refuses(Pretrain(text, _directory.PathTo("no-vocab.txt")), "no-vocab.txt");
        Command.Refuses(Pretrain(text, vocabulary, "--learning-rate", "-1"), "LearningRate");
        Command.Refuses(["vocab", "--text", text, "--size", "3", "--out", _directory.PathTo("v.txt")], "Size");
        Command.Refuses(["vocab", "--text", _directory.PathTo("none.txt"), "--out", _directory.PathTo("v.txt")], "none.txt");
        Assert.Equal(["text.txt", "vocab.txt"], _directory.Names());
    }

    [Fact]
    public void A_checkpoint_is_taken_up_and_one_of_other_options_refused()
    {
        var text = _directory.Write("text.txt", Text);
        var vocabulary = _directory.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nwater\nlight\n");
        var state = _directory.PathTo("state");
        Assert.Equal(ExitCode.Success, Command.Run(Pretrain(text, vocabulary, "--checkpoint", state, "--checkpoint-every", "2")).ExitCode);
        var first = File.ReadAllBytes(_directory.PathTo("base/model.safetensors"));

        var again = Command.Run(Pretrain(text, vocabulary, "--checkpoint", state));
        Assert.True(again.ExitCode == ExitCode.Success, again.Error);
        Assert.Equal(first, File.ReadAllBytes(_directory.PathTo("base/model.safetensors")));
        Command.Refuses(Pretrain(text, vocabulary, "--checkpoint", state, "--seed", "2"), "PretrainingOptions.Seed was 1 and is now 2");
        Command.Refuses(Pretrain(text, vocabulary, "--checkpoint", state, "--checkpoint-every", "0"), "CheckpointOptions.Interval");
    }

    [Fact]
    public void Cancelled_writes_nothing()
    {
        var text = _directory.Write("text.txt", Text);
        var result = Command.Run(new CancellationToken(canceled: true), "vocab", "--text", text, "--out", _directory.PathTo("v.txt"));
        Assert.Equal(ExitCode.Cancelled, result.ExitCode);
        Assert.Equal(["text.txt"], _directory.Names());
    }

    private static string Text { get; } = string.Concat(Enumerable.Range(0, 40).Select(i => $"the plant number {i} takes in light and water\n"));

    private string[] Pretrain(string text, string vocabulary, params string[] more) =>
        ["pretrain", "--text", text, "--vocab", vocabulary, "--preset", "tiny", "--steps", "3", "--held-out", "0.2", "--threads", "1", "--out", _directory.PathTo("base"), .. more];
}
