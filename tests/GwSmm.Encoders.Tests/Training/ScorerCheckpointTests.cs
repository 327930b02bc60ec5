namespace GwSmm.Encoders.Tests;

public sealed class ScorerCheckpointTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private CheckpointOptions Checkpoint => new() { Path = _directory["state.safetensors"], Interval = 3 };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void CheckpointOptions_Defaults()
    {
        var options = new CheckpointOptions { Path = "x" };
        Assert.Equal(("x", 500), (options.Path, options.Interval));
        options.Validate();
        SmallTask.AssertRefused(() => new CheckpointOptions { Path = " " }.Validate(), "CheckpointOptions.Path");
        SmallTask.AssertRefused(() => new CheckpointOptions { Path = "x", Interval = 0 }.Validate(), "CheckpointOptions.Interval is 0");
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public void A_training_that_was_stopped_goes_on_to_the_same_bits(bool lora, int epochs)
    {
        var responses = SmallTask.Responses(60);
        var options = SmallTask.Options with { Lora = lora ? new LoraOptions { Rank = 2 } : null };
        var straight = new ScorerTrainer(options).Train(SmallTask.Encoder, responses);

        Stop(options, responses, epochs);
        Assert.True(File.Exists(Checkpoint.Path));
        var later = new List<int>();
        var resumed = new ScorerTrainer(options with { Threads = 3 }).Train(SmallTask.Encoder, responses, Checkpoint, new Listener<EpochProgress>(report => later.Add(report.Epoch)));

        // Seven steps an epoch, a checkpoint every three: the last one lies before the end of the epoch that was stopped after.
        Assert.Equal(Enumerable.Range(epochs, 5 - epochs), later);
        AssertSame(straight, resumed);

        // The file is still there, and so the training ends at once with the same model.
        AssertSame(straight, new ScorerTrainer(options).Train(SmallTask.Encoder, responses, Checkpoint));
    }

    [Fact]
    public void The_best_epoch_so_far_is_kept_over_a_stop()
    {
        // Scores without any rule: the best epoch comes early, and the weights of later ones are not those to return.
        var texts = SmallTask.Responses(80).Texts;
        var responses = ResponseSet.MultiClass("Q", texts, [.. texts.Select((_, i) => (i * 7919 % 11 % 2).ToString())]);
        var options = SmallTask.Options with { Epochs = 8, Patience = 8, LearningRate = 1e-2 };
        var straight = new ScorerTrainer(options).Train(SmallTask.Encoder, responses);
        Assert.InRange(straight.Training!.BestEpoch, 1, 6);

        Stop(options, responses, 7);

        AssertSame(straight, new ScorerTrainer(options).Train(SmallTask.Encoder, responses, Checkpoint));
    }

    [Fact]
    public void Checkpoints_do_not_change_the_result()
    {
        var responses = SmallTask.Responses(40);
        AssertSame(
            new ScorerTrainer(SmallTask.Options).Train(SmallTask.Encoder, responses), new ScorerTrainer(SmallTask.Options).Train(SmallTask.Encoder, responses, Checkpoint));
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_with_the_difference()
    {
        var responses = SmallTask.Responses(40);
        var options = SmallTask.Options;
        Stop(options, responses, 1);

        void Refuses(TrainingOptions changed, BaseEncoder encoder, ResponseSet set, params string[] parts) =>
            SmallTask.AssertRefused(() => new ScorerTrainer(changed).Train(encoder, set, Checkpoint), ["state.safetensors", .. parts]);

        Refuses(options with { LearningRate = 1e-3 }, SmallTask.Encoder, responses, "TrainingOptions.LearningRate was 0.005 and is now 0.001");
        Refuses(options with { Seed = 2, Epochs = 5 }, SmallTask.Encoder, responses, "TrainingOptions.Seed was 1 and is now 2", "TrainingOptions.Epochs was 4 and is now 5");
        Refuses(options with { Features = options.Features with { Pooling = Pooling.Cls } }, SmallTask.Encoder, responses, "TrainingOptions.Features.Pooling was \"Mean\" and is now \"Cls\"");
        Refuses(options with { Lora = new LoraOptions() }, SmallTask.Encoder, responses, "TrainingOptions.Lora.Rank was absent and is now 8");
        Refuses(options, BaseEncoder.Create(SmallTask.Encoder.Config, SmallTask.Words, 4), responses, "base encoder was");
        Refuses(options, SmallTask.Encoder, SmallTask.Responses(41), "responses was");
        Refuses(options with { Threads = 2, FrozenLayers = 0 }, SmallTask.Encoder, responses, "TrainingOptions.FrozenLayers was null and is now 0");
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused()
    {
        var responses = SmallTask.Responses(40);
        SafetensorsWriter.Write(Checkpoint.Path, [new Tensor("x", [1], [1])]);
        SmallTask.AssertRefused(() => new ScorerTrainer(SmallTask.Options).Train(SmallTask.Encoder, responses, Checkpoint), "state.safetensors", "no checkpoint");

        _directory.Write("state.safetensors", [1, 2, 3]);
        SmallTask.AssertRefused(() => new ScorerTrainer(SmallTask.Options).Train(SmallTask.Encoder, responses, Checkpoint), "state.safetensors", "truncated");
    }

    private static void AssertSame(ScoringModel expected, ScoringModel found)
    {
        Models.AssertSame(expected.Weights, found.Weights);
        Assert.Equal(expected.Head.Weight, found.Head.Weight);
        Assert.Equal(expected.Head.Bias, found.Head.Bias);
        Assert.Equal(expected.Training, found.Training);
    }

    private void Stop(TrainingOptions options, ResponseSet responses, int epochs)
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new ScorerTrainer(options).Train(
            SmallTask.Encoder,
            responses,
            Checkpoint,
            new Listener<EpochProgress>(report =>
            {
                if (report.Epoch == epochs)
                {
                    source.Cancel();
                }
            }),
            source.Token));
    }
}
