namespace GwSmm.Cli.Tests;

public sealed class KilledPretrainingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_killed_training_goes_on_from_its_checkpoint_to_the_bytes_of_one_that_was_not()
    {
        var text = _directory.Write("text.txt", string.Concat(Enumerable.Range(0, 60).Select(i => $"the plant number {i} takes in light and water\n")));
        var vocabulary = _directory.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nplant\nnumber\ntakes\nin\nlight\nand\nwater\n");
        var state = _directory.PathTo("state");
        string[] training = ["pretrain", "--text", text, "--vocab", vocabulary, "--preset", "tiny", "--steps", "200", "--held-out", "0.2", "--threads", "1"];
        string[] kept = [.. training, "--checkpoint", state, "--checkpoint-every", "5", "--out", _directory.PathTo("resumed")];

        Good([.. training, "--out", _directory.PathTo("whole")]);
        OwnProcess.StartAndKill(kept, () => File.Exists(state));
        Assert.False(File.Exists(_directory.PathTo("resumed/model.safetensors")));
        Good(kept);
        Assert.Equal(File.ReadAllBytes(_directory.PathTo("whole/model.safetensors")), File.ReadAllBytes(_directory.PathTo("resumed/model.safetensors")));
    }

    private static void Good(string[] args)
    {
        var result = Command.Run(args);
        Assert.True(result.ExitCode == ExitCode.Success, result.Error);
    }
}
